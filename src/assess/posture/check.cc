#include "assess/posture/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace hoptrace::assess::posture {
namespace {

Judged judge_told(const Estate&, const Estates&) {
  return unknown("No log can tell. It takes the provider's own word, in writing and with a date");
}

Judged judge_prepared(const Estate&, const Estates&) {
  return unknown("No log can tell whether a restore was tried or a plan is at hand. It takes the documents");
}

constexpr std::array kChecks{
    Check{1, judge_retention},    Check{2, judge_idle},       Check{3, judge_factors},  Check{4, judge_failures},
    Check{5, judge_pools},        Check{6, judge_jump_hosts}, Check{7, judge_links},    Check{8, judge_windows},
    Check{9, judge_groups},       Check{10, judge_shared},    Check{11, judge_tiers},   Check{12, judge_zones},
    Check{13, judge_names},       Check{14, judge_programs},  Check{15, judge_scripts}, Check{16, judge_egress},
    Check{17, judge_delegations}, Check{18, judge_told},      Check{19, judge_systems}, Check{20, judge_prepared},
};

}  // namespace

std::string_view name(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPass:
      return "pass";
    case Verdict::kFail:
      return "fail";
    case Verdict::kUnknown:
      break;
  }
  return "unknown";
}

std::span<const Check> checks() {
  return kChecks;
}

Judged unknown(std::string why) {
  return {Verdict::kUnknown, std::move(why), {}};
}

// Nothing passes or fails without a record.
Judged pass(std::string why, std::vector<Cited> evidence) {
  if (evidence.empty()) return unknown("There is no record that shows it");
  return {Verdict::kPass, std::move(why), std::move(evidence)};
}

Judged fail(std::string why, std::vector<Cited> evidence) {
  if (evidence.empty()) return unknown("There is no record that shows it");
  return {Verdict::kFail, std::move(why), std::move(evidence)};
}

std::string counted(std::uint64_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::vector<std::string> controllers(const Estate& estate) {
  std::vector<std::string> out;
  for (const auto& [host, seen] : estate.hosts)
    if (seen.controller) out.push_back(host);
  return out;
}

bool has_provider_accounts(const Estate& estate) {
  const tenants::Tenant* const own = estate.whose.own();
  return own != nullptr && !estate.whose.is_provider() &&
         (!own->msp_accounts.empty() || estate.whose.provider() != nullptr);
}

}  // namespace hoptrace::assess::posture
