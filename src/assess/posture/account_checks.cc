// Checks 2, 3, 4, 8 and 10: the provider's accounts: idle ones, second factors, guessing, hours, sharing.
#include <fmt/format.h>

#include <algorithm>

#include "assess/posture/check.h"
#include "base/unicode.h"

namespace hoptrace::assess::posture {
namespace {

constexpr std::int64_t kIdle = 90 * kDay;
constexpr std::uint64_t kBurst = 10;        // failures within ten minutes
constexpr std::int64_t kAfterwards = 60;    // minutes
constexpr std::int64_t kBucketMinutes = 5;  // gathering.cc

const char* const kNoProvider = "tenants.yaml names no accounts of a provider for this organisation";

// The longest that a domain controller's logon log reaches, as a claim about the log.
std::optional<Cited> longest_log(const Estate& estate) {
  std::optional<Cited> found;
  std::int64_t longest = 0;
  for (const std::string& host : controllers(estate)) {
    const auto logs = estate.channels.find(host);
    if (logs == estate.channels.end()) continue;
    const auto log = logs->second.find("Security");
    if (log == logs->second.end() || log->second.days.empty()) continue;
    const auto [first, last] = std::ranges::minmax(log->second.days, {}, &LogDay::first);
    const std::int64_t length = last.last.ticks - first.first.ticks;
    if (length < kIdle || length <= longest) continue;
    longest = length;
    found = Cited{{{}, 0, 0, 0, first.first, first.host},
                  fmt::format("the logon log of {} reaches from {} to {}", first.host, base::iso8601(first.first),
                              base::iso8601(last.last))};
  }
  return found;
}

bool is_exact(const tenants::AccountPattern& pattern) {
  return pattern.text.find_first_of("*?") == std::string::npos;
}

}  // namespace

Judged judge_idle(const Estate& estate, const Estates&) {
  if (!has_provider_accounts(estate)) return unknown(kNoProvider);
  const auto log = longest_log(estate);
  if (!log) return unknown("No domain controller's log in the evidence reaches back 90 days");
  std::vector<Cited> idle, used;
  for (const auto& [name, account] : estate.accounts) {
    if (account.last.says.empty()) continue;
    const bool is_idle = account.last.record.time.ticks < estate.last.ticks - kIdle;
    if (account.disabled && account.last.record.time < account.disabled_at) continue;
    if (is_idle) idle.push_back({account.last.record, account.last.says + " for the last time"});
    if (!is_idle && used.size() < kMostGood) used.push_back(account.last);
  }
  bool all_exact = true;
  for (const tenants::AccountPattern& pattern : estate.whose.own()->msp_accounts) {
    all_exact = all_exact && is_exact(pattern);
    const auto seen = estate.accounts.find(plain_account(pattern.text));
    if (!is_exact(pattern) ||
        (seen != estate.accounts.end() && (!seen->second.last.says.empty() || seen->second.disabled)))
      continue;
    idle.push_back({log->record, pattern.text + " is listed, and not in the log at all: " + log->says});
  }
  if (!idle.empty()) {
    const std::string which = counted(idle.size(), "account");
    return fail(
        fmt::format("{} of the provider's not used for 90 days or more, without a record that it was switched "
                    "off",
                    which),
        std::move(idle));
  }
  if (!all_exact)
    return unknown("The provider's accounts are given by pattern: it takes the directory's list to know all");
  used.push_back(*log);
  return pass("Each of the provider's accounts was used in the last 90 days", std::move(used));
}

Judged judge_factors(const Estate& estate, const Estates&) {
  if (!has_provider_accounts(estate)) return unknown(kNoProvider);
  if (estate.factors.bad > 0)
    return fail(fmt::format("{} of the provider's asked for one factor only", counted(estate.factors.bad, "sign-in")),
                estate.factors.bad_records);
  if (estate.factors.good == 0)
    return unknown("No sign-in of the provider's in the evidence says how many factors it took");
  if (estate.provider_remote)
    return unknown(fmt::format(
        "The provider's {} took more than one factor, but its sessions over the network say nothing of it",
        counted(estate.factors.good, "sign-in")));
  return pass(
      fmt::format("All {} of the provider's took more than one factor", counted(estate.factors.good, "sign-in")),
      estate.factors.good_records);
}

Judged judge_failures(const Estate& estate, const Estates&) {
  if (!has_provider_accounts(estate)) return unknown(kNoProvider);
  std::vector<Cited> bursts;
  std::optional<Cited> quiet;
  for (const auto& [name, account] : estate.accounts) {
    if (!account.first.says.empty() && !quiet) quiet = account.first;
    for (const auto& [bucket, failed] : account.failures) {
      const auto next = account.failures.find(bucket + 1);
      const std::uint64_t count = failed.first + (next == account.failures.end() ? 0 : next->second.first);
      if (count < kBurst) continue;
      const auto success = account.successes.lower_bound(bucket * kBucketMinutes);
      if (success == account.successes.end() || success->first > (bucket + 2) * kBucketMinutes + kAfterwards)
        continue;
      if (success->second.record.time < failed.second.record.time) continue;
      if (bursts.size() + 2 > kMostExamples) break;
      bursts.push_back({failed.second.record, fmt::format("{}, and {} in ten minutes", failed.second.says,
                                                          counted(count - 1, "more time"))});
      bursts.push_back(success->second);
    }
  }
  if (!bursts.empty())
    return fail("An account of the provider's was refused ten times and more within ten minutes, and then let in",
                std::move(bursts));
  if (!quiet) return unknown("The evidence holds no logon of the provider's accounts");
  if (!estate.any_failure)
    return unknown("No refused logon of anybody is in the logs: most likely only successes are recorded");
  return pass("Refused logons are recorded, and no burst of them was followed by a logon of the provider's",
              {estate.any_failure.first, *quiet});
}

Judged judge_windows(const Estate& estate, const Estates&) {
  if (!has_provider_accounts(estate)) return unknown(kNoProvider);
  if (estate.whose.own()->change_windows.empty())
    return unknown("tenants.yaml names no change windows, so hours were not judged");
  if (!estate.zone.known())
    return unknown("The organisation's time zone is not in this system's database, so hours were not judged");
  if (estate.windows.bad > 0)
    return fail(
        fmt::format("{} of the provider's began outside the change windows", counted(estate.windows.bad, "session")),
        estate.windows.bad_records);
  if (estate.windows.good == 0) return unknown("The evidence holds no session of the provider's");
  return pass(fmt::format("All {} of the provider's began within the change windows",
                          counted(estate.windows.good, "session")),
              estate.windows.good_records);
}

// By what a record proves: the same SID, or the same account of one directory. The same name in two directories
// proves nothing, and forbids to pass. Sessions at hosts count: who administers clouds by delegation has one account
// for all.
Judged judge_shared(const Estate& estate, const Estates& all) {
  if (!has_provider_accounts(estate)) return unknown(kNoProvider);
  const auto user_of = [](const std::string& name) { return name.substr(name.find('\\') + 1); };
  std::vector<Cited> shared, seen;
  bool others = false, alike = false;
  for (const auto& [tenant, other] : all) {
    const bool client = other.whose.own() != nullptr && !other.whose.is_provider();
    others = others || (&other != &estate && client && !other.accounts.empty());
  }
  for (const auto& [name, account] : estate.accounts) {
    const auto here = estate.all_accounts.find(name);
    if (here == estate.all_accounts.end()) continue;
    bool is_shared = false;
    for (const auto& [tenant, other] : all) {
      if (&other == &estate || other.whose.own() == nullptr || other.whose.is_provider()) continue;
      const bool same_sid = !account.sid.empty() && other.sids.contains(account.sid);
      is_shared =
          is_shared || same_sid || (name.find('\\') != std::string::npos && other.all_accounts.contains(name));
      alike = alike || std::ranges::any_of(other.accounts, [&](const auto& entry) {
                return user_of(entry.first) == user_of(name) && other.all_accounts.contains(entry.first);
              });
    }
    if (is_shared && shared.size() < kMostExamples) shared.push_back(here->second);
    if (seen.size() < kMostGood) seen.push_back(here->second);
  }
  if (!shared.empty())
    return fail("An account that the provider uses here is used outside this organisation as well",
                std::move(shared));
  if (!others) return unknown("Evidence of one client alone cannot show that an account is shared");
  if (seen.empty()) return unknown("The evidence holds no session of the provider's accounts");
  if (alike)
    return unknown(
        "The provider's accounts here have names that it uses elsewhere as well; whether their passwords differ "
        "no log tells");
  return pass("The provider's accounts here were seen nowhere else", std::move(seen));
}

}  // namespace hoptrace::assess::posture
