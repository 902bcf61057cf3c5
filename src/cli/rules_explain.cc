#include "cli/rules_explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "cli/program.h"
#include "hunt/event_reader.h"
#include "match/compiled_rules.h"
#include "match/explain.h"
#include "report/escape.h"

namespace hoptrace::cli {
namespace {

using match::Verdict;
using report::terminal;

constexpr std::size_t kMostValues = 4;  // shown of one item
constexpr std::size_t kWidest = 160;    // columns of one value

std::string_view word(Verdict verdict) {
  switch (verdict) {
    case Verdict::kTrue:
      return "held";
    case Verdict::kFalse:
      return "did not hold";
    case Verdict::kUnknown:
      break;
  }
  return "unknown";
}

std::string listed(const std::vector<std::string>& texts) {
  std::string out;
  for (std::size_t i = 0; i < std::min(texts.size(), kMostValues); ++i) {
    out += (i == 0 ? "" : " | ") + report::shortened(terminal(texts[i].empty() ? "(empty)" : texts[i]), kWidest);
  }
  if (texts.size() > kMostValues) out += fmt::format(" … and {} more", texts.size() - kMostValues);
  return out;
}

void print_item(const match::ItemExplanation& item) {
  fmt::print("      {} (line {}): {}\n", terminal(item.source), item.line, word(item.verdict));
  if (item.field_unknown) fmt::print("        this log can never have the field\n");
  if (!item.held_on.empty()) fmt::print("        on {}\n", listed(item.held_on));
  if (item.verdict != Verdict::kTrue && !item.field_unknown) {
    fmt::print("        {}\n",
               item.seen.empty() ? "the record has no value there" : "the record has " + listed(item.seen));
  }
}

void print_lane(const match::LaneExplanation& lane) {
  std::string_view outcome = "no match";
  if (lane.match) outcome = lane.verdict == Verdict::kTrue ? "match" : "uncertain match";
  fmt::print("  as {}: {}\n", terminal(lane.name), outcome);
  if (!lane.missing.empty()) fmt::print("    it hangs on what this log can never have: {}\n", listed(lane.missing));
  for (const match::SelectionExplanation& selection : lane.selections) {
    fmt::print("    {} (line {}): {}\n", terminal(selection.name), selection.line, word(selection.verdict));
    for (const match::ItemExplanation& item : selection.items) print_item(item);
  }
}

// Whether the rule matched on some lane.
bool print_explanation(const rules::Rule& rule, const match::Explanation& why) {
  fmt::print("{}\n  condition: {}\n", terminal(rule.title), terminal(rule.detection->condition));
  if (why.lanes.empty()) {
    fmt::print("  not asked: the record is of {}; the rule is for {}\n",
               why.lanes_of_record.empty() ? "no known log source" : listed(why.lanes_of_record),
               why.lanes_of_rule.empty() ? "a log source that is in no table" : listed(why.lanes_of_rule));
  }
  for (const match::LaneExplanation& lane : why.lanes) print_lane(lane);
  return std::any_of(why.lanes.begin(), why.lanes.end(),
                     [](const match::LaneExplanation& lane) { return lane.match; });
}

ExitCode complain_of_rules(const hunt::Equipment& equipment, const std::string& rule_path) {
  for (const rules::Refusal& refusal : equipment.rules->refused) {
    return complain({base::Code::kMalformed, refusal.reason, fmt::format("{}:{}", refusal.path, refusal.line), {}});
  }
  return complain({base::Code::kUsage, "there is no rule in it that looks at single events", rule_path, {}});
}

}  // namespace

ExitCode explain_rules(const hunt::Equipment& equipment, const std::string& rule_path,
                       const std::string& event_path) {
  if (equipment.rules->rules.empty()) return complain_of_rules(equipment, rule_path);
  const auto compiled = std::make_shared<match::CompiledRules>(equipment.rules);
  bool matched = false;
  auto read = hunt::read_events(event_path, equipment, [&](const event::Event& event) {
    fmt::print("Record {} of {}, event {}, {}\n", event.record_id,
               terminal(event.channel.empty() ? "no channel" : event.channel), event.event_id,
               event.timed ? base::iso8601(event.time) : "no time");
    for (std::uint32_t i = 0; i < equipment.rules->rules.size(); ++i) {
      matched |= print_explanation(equipment.rules->rules[i], match::explain(compiled, i, event));
    }
  });
  if (!read) return complain(read.error());
  return matched ? kDone : kFound;
}

}  // namespace hoptrace::cli
