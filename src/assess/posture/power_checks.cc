// Checks 9 and 11: who has power over all hosts, and where such accounts are used.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "assess/posture/check.h"

namespace hoptrace::assess::posture {
namespace {

struct ControllersSeen {
  bool records = false;  // 4672 is recorded at one of them
  std::optional<Cited> record;
  std::map<std::string, Cited> accounts;  // with rights there
};

ControllersSeen rights_at_controllers(const Estate& estate) {
  ControllersSeen out;
  for (const auto& [name, host] : estate.hosts) {
    if (!host.controller || !host.privileged) continue;
    out.records = true;
    if (!out.record) out.record = host.privileged.first;
    for (const auto& [account, cited] : host.privileges) out.accounts.emplace(account, cited);
  }
  return out;
}

// Hosts at whose screen somebody without administrator's rights sits who sits nowhere else.
std::set<std::string> workstations(const Estate& estate) {
  constexpr int kMostDesks = 2;
  std::map<std::string, int> desks;
  for (const auto& [name, host] : estate.hosts)
    for (const std::string& account : host.consoles) ++desks[account];
  std::set<std::string> out;
  for (const auto& [name, host] : estate.hosts) {
    if (host.controller) continue;
    const bool has_user = std::ranges::any_of(host.consoles, [&](const std::string& account) {
      return desks[account] <= kMostDesks && !host.privileges.contains(account);
    });
    if (has_user) out.insert(name);
  }
  return out;
}

bool is_providers(const Estate& estate, const std::string& account) {
  return estate.accounts.contains(account);
}

}  // namespace

Judged judge_groups(const Estate& estate, const Estates&) {
  if (!has_provider_accounts(estate))
    return unknown("tenants.yaml names no accounts of a provider for this organisation");
  std::vector<Cited> bad;
  for (const MemberMade& made : estate.members) {
    if (is_providers(estate, made.account) || estate.sid_accounts.contains(made.sid)) bad.push_back(made.cited);
  }
  const ControllersSeen seen = rights_at_controllers(estate);
  for (const auto& [account, cited] : seen.accounts)
    if (is_providers(estate, account)) bad.push_back(cited);
  bad.resize(std::min(bad.size(), kMostExamples));
  if (!bad.empty()) return fail("The provider has administrator's rights over the whole domain", std::move(bad));
  if (!seen.records) return unknown("No domain controller's log of administrator's rights (4672) is in the evidence");
  if (estate.accounts.empty()) return unknown("The evidence holds no use of the provider's accounts");
  return pass(
      "As far as the domain controllers' logs reach back, no account of the provider's had rights there or was given "
      "any",
      {*seen.record});
}

Judged judge_tiers(const Estate& estate, const Estates&) {
  const ControllersSeen seen = rights_at_controllers(estate);
  if (!seen.records) return unknown("No domain controller's log of administrator's rights (4672) is in the evidence");
  const std::set<std::string> desks = workstations(estate);
  if (desks.empty()) return unknown("No workstation's log is in the evidence, or none that shows who sits there");
  std::vector<Cited> bad, good;
  for (const std::string& desk : desks) {
    for (const auto& [account, cited] : estate.hosts.find(desk)->second.interactive) {
      if (seen.accounts.contains(account)) {
        bad.push_back(cited);
      } else if (good.size() < kMostGood) {
        good.push_back(cited);
      }
    }
  }
  const std::size_t all = bad.size();
  bad.resize(std::min(all, kMostExamples));
  if (all > 0)
    return fail(
        fmt::format("Accounts with rights over the whole domain were used at workstations ({} of account and host)",
                    counted(all, "pair")),
        std::move(bad));
  return pass(fmt::format("No account with rights at a domain controller was used at the {} in the evidence",
                          counted(desks.size(), "workstation")),
              std::move(good));
}

}  // namespace hoptrace::assess::posture
