// Check: one of the twenty questions that published advice to clients of providers comes down to, as far as evidence
// answers it: a row with the function that judges it. Wording stands in content/posture/checks.yml (check_text.h).
//
// What nothing speaks of is unknown, never passed: every function begins from there.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "assess/posture/estate.h"

namespace hoptrace::assess::posture {

enum class Verdict : std::uint8_t { kUnknown, kPass, kFail };
[[nodiscard]] std::string_view name(Verdict verdict);

struct Judged {
  Verdict verdict = Verdict::kUnknown;
  std::string why;  // a sentence
  std::vector<Cited> evidence;
};

using Estates = std::map<std::string, Estate, std::less<>>;

struct Check {
  int number = 0;
  Judged (*judge)(const Estate& estate, const Estates& all);
};
// All twenty, by number.
[[nodiscard]] std::span<const Check> checks();

// ---- For the families of checks.
[[nodiscard]] Judged unknown(std::string why);
[[nodiscard]] Judged pass(std::string why, std::vector<Cited> evidence);
[[nodiscard]] Judged fail(std::string why, std::vector<Cited> evidence);
// "1 session", "7 sessions".
[[nodiscard]] std::string counted(std::uint64_t count, std::string_view what);
// Hosts that give tickets.
[[nodiscard]] std::vector<std::string> controllers(const Estate& estate);
// Of no client of a provider, or of a provider itself, there is nothing to be said about a provider's accounts.
[[nodiscard]] bool has_provider_accounts(const Estate& estate);
using base::kDay;

// log_checks.cc: what is kept and how current hosts are.
[[nodiscard]] Judged judge_retention(const Estate& estate, const Estates& all);
[[nodiscard]] Judged judge_scripts(const Estate& estate, const Estates& all);
[[nodiscard]] Judged judge_systems(const Estate& estate, const Estates& all);
[[nodiscard]] Judged judge_programs(const Estate& estate, const Estates& all);
// account_checks.cc: the provider's accounts.
[[nodiscard]] Judged judge_idle(const Estate& estate, const Estates& all);
[[nodiscard]] Judged judge_factors(const Estate& estate, const Estates& all);
[[nodiscard]] Judged judge_failures(const Estate& estate, const Estates& all);
[[nodiscard]] Judged judge_windows(const Estate& estate, const Estates& all);
[[nodiscard]] Judged judge_shared(const Estate& estate, const Estates& all);
// power_checks.cc: who has power over all hosts.
[[nodiscard]] Judged judge_groups(const Estate& estate, const Estates& all);
[[nodiscard]] Judged judge_tiers(const Estate& estate, const Estates& all);
// way_checks.cc: the ways in, out and between.
[[nodiscard]] Judged judge_pools(const Estate& estate, const Estates& all);
[[nodiscard]] Judged judge_jump_hosts(const Estate& estate, const Estates& all);
[[nodiscard]] Judged judge_links(const Estate& estate, const Estates& all);
[[nodiscard]] Judged judge_zones(const Estate& estate, const Estates& all);
[[nodiscard]] Judged judge_names(const Estate& estate, const Estates& all);
[[nodiscard]] Judged judge_egress(const Estate& estate, const Estates& all);
[[nodiscard]] Judged judge_delegations(const Estate& estate, const Estates& all);

}  // namespace hoptrace::assess::posture
