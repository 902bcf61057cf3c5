// Checks 1, 14, 15 and 19: what logs are kept, what may run, what scripts leave behind, how current hosts are.
#include <fmt/format.h>

#include <algorithm>

#include "assess/posture/check.h"

namespace hoptrace::assess::posture {
namespace {

constexpr std::int64_t kAdvised = 180 * kDay;
constexpr std::size_t kFewestControllers = 2;

// A claim about a log as a whole: no record of its own, but the log's days in the case.
Cited of_log(const LogDay& from, const LogDay& to, std::string says) {
  return {{{}, 0, 0, 0, from.first, from.host},
          std::move(says) + " (" + from.channel + ", " + base::iso8601(from.first) + " to " + base::iso8601(to.last) +
              ")"};
}

struct Span {
  std::int64_t length = 0;
  std::optional<Cited> silent, whole;
};

// From the first record to the last, and the first silence of more than a day.
Span span_of(const Channel& channel) {
  std::vector<LogDay> days = channel.days;
  std::ranges::sort(days, {}, &LogDay::first);
  Span out;
  if (days.empty()) return out;
  LogDay until = days.front();
  for (const LogDay& day : days) {
    if (day.first.ticks - until.last.ticks > kDay && !out.silent)
      out.silent = Cited{{{}, 0, 0, 0, until.last, day.host},
                         fmt::format("{} of {} holds nothing from {} to {}", day.channel, day.host,
                                     base::iso8601(until.last), base::iso8601(day.first))};
    if (until.last < day.last) until = day;
  }
  for (const LogHole& hole : channel.holes) {
    if (hole.after.ticks - hole.before.ticks > kDay && !out.silent)
      out.silent = Cited{{{}, 0, 0, 0, hole.before, hole.host},
                         fmt::format("{} of {} lacks records between {} and {}", hole.channel, hole.host,
                                     base::iso8601(hole.before), base::iso8601(hole.after))};
  }
  out.length = until.last.ticks - days.front().first.ticks;
  out.whole = of_log(days.front(), until, "the log reaches from its first to its last record");
  return out;
}

bool is_gateway_log(const std::string& channel) {
  return channel.starts_with("vpn") || channel.find("proxy") != std::string::npos;
}

bool is_windows_log(const std::string& channel) {
  return channel == "Security" || channel == "System" || channel.starts_with("Microsoft-Windows-");
}

}  // namespace

Judged judge_retention(const Estate& estate, const Estates&) {
  if (!estate.clears.empty()) {
    std::vector<Cited> records = estate.clears;
    std::ranges::sort(records, {}, [](const Cited& cited) { return cited.record.time; });
    records.resize(std::min(records.size(), kMostExamples));
    return fail(fmt::format("{} emptied by somebody, so that what stood there is lost",
                            estate.clears.size() == 1 ? "A log was"
                                                      : fmt::format("Logs were {} times", estate.clears.size())),
                std::move(records));
  }
  bool gateway = false;
  for (const auto& [host, logs] : estate.channels)
    gateway = gateway || std::ranges::any_of(logs, [](const auto& log) { return is_gateway_log(log.first); });
  std::vector<Cited> silent, whole;
  std::size_t long_enough = 0;
  for (const std::string& host : controllers(estate)) {
    const auto logs = estate.channels.find(host);
    if (logs == estate.channels.end() || !logs->second.contains("Security")) continue;
    const Span span = span_of(logs->second.find("Security")->second);
    if (span.silent) silent.push_back(*span.silent);
    if (span.length >= kAdvised) ++long_enough;
    if (span.whole) whole.push_back(*span.whole);
  }
  if (!silent.empty()) return fail("A domain controller's log is silent for more than a day in between", silent);
  if (whole.size() < kFewestControllers)
    return unknown(fmt::format("The evidence holds the logon logs of {}; it takes two to tell",
                               counted(whole.size(), "domain controller")));
  if (!gateway) return unknown("There is no log of a VPN gateway or proxy in the evidence");
  if (long_enough < whole.size())
    return unknown(
        "The logs in the evidence reach back less than 180 days; whether older ones are kept elsewhere is not in it");
  return pass("The domain controllers' logon logs reach back 180 days or more, without a gap and never emptied",
              whole);
}

Judged judge_programs(const Estate& estate, const Estates&) {
  if (estate.side_loads.bad > 0)
    return fail(fmt::format("{}: a signed program loaded a library that was laid beside it",
                            counted(estate.side_loads.bad, "finding")),
                estate.side_loads.bad_records);
  if (estate.lists.bad > 0)
    return fail(fmt::format("A list of allowed programs is only watching: {} ran that no list allows",
                            counted(estate.lists.bad, "program")),
                estate.lists.bad_records);
  if (estate.lists.good > 0)
    return pass("A list of allowed programs is enforced, and stopped others", estate.lists.good_records);
  if (estate.image_loads)
    return pass("Library loads are recorded, and no unsigned library beside a signed program was found among them",
                {estate.image_loads.first});
  return unknown("Neither library loads (Sysmon 7) nor decisions of AppLocker or WDAC are in the evidence");
}

Judged judge_scripts(const Estate& estate, const Estates&) {
  std::vector<Cited> with, without;
  std::size_t others = 0;
  for (const auto& [host, logs] : estate.channels) {
    if (!std::ranges::any_of(logs, [](const auto& log) { return is_windows_log(log.first); })) continue;
    const auto seen = estate.hosts.find(host);
    if (seen != estate.hosts.end() && seen->second.scripts) {
      if (with.size() < kMostGood) with.push_back(seen->second.scripts.first);
      continue;
    }
    const auto log = logs.find("Microsoft-Windows-PowerShell/Operational");
    if (log == logs.end()) {
      ++others;
    } else if (without.size() < kMostExamples) {
      without.push_back(
          of_log(log->second.days.front(), log->second.days.back(), "PowerShell's log holds no scripts"));
    }
  }
  if (!without.empty()) {
    const std::string where = counted(without.size(), "host");
    return fail(fmt::format("At {} PowerShell keeps a log, but not what scripts do", where), std::move(without));
  }
  if (with.empty()) return unknown("The evidence holds no log of PowerShell");
  if (others > 0)
    return unknown(
        fmt::format("Script logging is on where PowerShell's log is there; of {} it is not in the evidence",
                    counted(others, "host")));
  return pass("Script logging is on at every host in the evidence", std::move(with));
}

Judged judge_systems(const Estate& estate, const Estates&) {
  if (estate.netlogon.bad > 0)
    return fail(
        fmt::format("{} of a weak Netlogon channel (CVE-2020-1472): a machine still asks for it, or is let in",
                    counted(estate.netlogon.bad, "record")),
        estate.netlogon.bad_records);
  if (estate.systems.bad > 0)
    return fail(fmt::format("{} of a Windows that gets no more updates", counted(estate.systems.bad, "start")),
                estate.systems.bad_records);
  return unknown(
      "No weak Netlogon channel and no outdated Windows is in the logs, but logs do not say which patches are in");
}

}  // namespace hoptrace::assess::posture
