#include "rules/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <tuple>

#include "rules/rule_files.h"

namespace hoptrace::rules {
namespace {

using State = CheckedRule::State;
using Kind = CheckedRule::Kind;

RuleFilter everything() {
  RuleFilter filter;
  for (const Status status : {Status::kStable, Status::kTest, Status::kExperimental, Status::kDeprecated,
                              Status::kUnsupported, Status::kNone}) {
    filter.statuses.push_back(status);
  }
  return filter;
}

template <class Any>
void add_accepted(const std::vector<Any>& all, Kind kind, CheckReport& report) {
  for (const Any& one : all) {
    report.rules.push_back({State::kAccepted, kind, one.path, one.line, one.title, one.id, {}});
  }
}

CheckReport report_of(const RuleSet& set) {
  CheckReport report;
  add_accepted(set.rules, Kind::kRule, report);
  add_accepted(set.correlations, Kind::kCorrelation, report);
  add_accepted(set.filters, Kind::kFilter, report);
  for (const Refusal& refusal : set.refused) {
    report.rules.push_back({refusal.waiting ? State::kWaiting : State::kRefused, Kind::kUnknown, refusal.path,
                            refusal.line, refusal.title, refusal.id, refusal.reason});
  }
  for (const CheckedRule& rule : report.rules) {
    ++(rule.state == State::kAccepted  ? report.accepted
       : rule.state == State::kWaiting ? report.waiting
                                       : report.refused);
  }
  std::stable_sort(report.rules.begin(), report.rules.end(), [](const CheckedRule& a, const CheckedRule& b) {
    return std::tie(a.path, a.line) < std::tie(b.path, b.line);
  });
  report.repeated = set.repeated;
  return report;
}

}  // namespace

std::string_view name(CheckedRule::State state) {
  constexpr std::array<std::string_view, 3> kNames = {"accepted", "waiting", "refused"};
  return kNames[static_cast<std::size_t>(state)];
}

base::Result<CheckReport> check_rules(const std::vector<std::string>& paths, const PlaceholderValues& placeholders) {
  event::FieldDictionary fields;
  RuleSetBuilder builder(fields, {}, placeholders);
  std::vector<std::string> empty;
  for (const std::string& path : paths) {
    const auto found = find_rule_files(path);
    if (found && found->files.empty() && found->unreadable.empty()) {
      empty.push_back(path);
    } else if (const auto loaded = builder.load(path, everything()); !loaded) {
      return std::unexpected(loaded.error());
    }
  }
  CheckReport report = report_of(*builder.finish());
  if (report.rules.empty()) {
    return base::fail(base::Code::kNotFound, "there is no rule (*.yml, *.yaml) to check",
                      paths.empty() ? "" : paths.front());
  }
  report.empty_folders = std::move(empty);
  return report;
}

std::string sentence(const CheckedRule& rule) {
  std::string out = rule.line > 0 ? fmt::format("{}:{}: ", rule.path, rule.line) : fmt::format("{}: ", rule.path);
  out += name(rule.state);
  if (!rule.reason.empty()) out += ": " + rule.reason;
  return out;
}

}  // namespace hoptrace::rules
