#include "page/answer.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "report/terminal_page.h"

namespace hoptrace::page {
namespace {

constexpr std::size_t kNames = 5;  // that a sentence says; the others it counts
constexpr std::size_t kRefs = 5;

Json sentence(std::string text, Json rests_on) {
  return {{"text", std::move(text)}, {"rests_on", std::move(rests_on)}};
}

std::string host_name(const cases::HopPlace& place) {
  if (place.host.empty()) return "an unknown host";
  return place.host + " of " + place.tenant;
}

std::uint64_t grave(const FindingTable& findings) {
  std::uint64_t sum = 0;
  for (const auto& [name, tally] : findings.tenants()) sum += tally.grave;
  return sum;
}

Json grave_refs(const FindingTable& findings) {
  Json refs = Json::array();
  for (const auto& [name, tally] : findings.tenants()) {
    for (const std::string& id : tally.examples)
      if (refs.size() < kRefs) refs.push_back(finding_ref(id));
  }
  return refs;
}

struct MethodWords {
  std::string_view method, words;
};
constexpr MethodWords kMethods[]{
    {"rdp", "remote desktop"},
    {"smb", "file sharing (SMB)"},
    {"smb_exec", "a command run through file sharing (SMB)"},
    {"service", "control of a service"},
    {"winrm", "remote PowerShell (WinRM)"},
    {"wmi", "WMI"},
    {"dcom", "DCOM"},
    {"schtask", "a scheduled task"},
    {"ssh", "SSH"},
    {"vpn", "VPN"},
    {"rmm", "an agent of remote management"},
    {"gdap", "delegated rights in the cloud"},
};

std::string in_words(std::string_view method) {
  const auto* const row = std::ranges::find(kMethods, method, &MethodWords::method);
  return row == std::end(kMethods) ? "a way that no record names" : std::string(row->words);
}

using HostSet = std::map<std::string, std::set<std::string>>;  // by tenant

HostSet hosts_reached(const View& view) {
  HostSet hosts;
  for (const cases::HopRow& hop : view.path()) {
    if (hop.from && !hop.from->host.empty()) hosts[hop.from->tenant].insert(hop.from->host);
    if (!hop.to.host.empty()) hosts[hop.to.tenant].insert(hop.to.host);
  }
  return hosts;
}

std::vector<std::string> names_of(const HostSet& hosts) {
  std::vector<std::string> names;
  for (const auto& [tenant, own] : hosts) names.push_back(tenant);
  return names;
}

std::size_t count_of(const HostSet& hosts) {
  std::size_t sum = 0;
  for (const auto& [tenant, own] : hosts) sum += own.size();
  return sum;
}

Json origin_sentence(const Told& told) {
  const View& view = told.view;
  const cases::IntrusionRow& first = view.intrusions().front();
  const cases::HopRow& hop = view.path().front();
  const std::string from =
      first.patient_zero.host.empty()
          ? view.tenant() ? "outside this organisation, or from a host that no log names" : "a host that no log names"
          : host_name(first.patient_zero);
  std::string text = fmt::format("The first step that was traced leads from {} to {}, at {}.", from,
                                 host_name(hop.to), minute(hop.time));
  return sentence(std::move(text), Json::array({hop_ref(hop.id), view_ref("path")}));
}

Json spread_sentence(const Told& told) {
  const View& view = told.view;
  const HostSet hosts = hosts_reached(view);
  std::vector<std::string> parts;
  for (const auto& [tenant, own] : hosts)
    parts.push_back(fmt::format("{} of {}", counted(own.size(), "host", "hosts"), tenant));
  return sentence(fmt::format("{} between hosts were traced; they touch {}.",
                              counted(view.path().size(), "step", "steps"), listed(parts, kNames)),
                  Json::array({view_ref("path")}));
}

// How each organisation was first entered from another one.
void add_borders(const Told& told, Json& answer) {
  std::set<std::string> entered;
  for (const cases::HopRow& hop : told.view.path()) {
    if (!hop.border || hop.to.tenant.empty() || !entered.insert(hop.to.tenant).second) continue;
    if (entered.size() > kNames) return;
    const std::string from = hop.from && !hop.from->host.empty() ? host_name(*hop.from) : "outside";
    answer.push_back(
        sentence(fmt::format("{} was entered from {} at {}: to {}, by {}{}.", hop.to.tenant, from, minute(hop.time),
                             hop.to.host, in_words(hop.method), hop.account.empty() ? "" : ", as " + hop.account),
                 Json::array({hop_ref(hop.id)})));
  }
}

// How well the steps are known: each by how many independent sides say so.
Json sureness_sentence(const Told& told) {
  std::map<std::string, std::size_t> by_status;
  const cases::HopRow* weakest = nullptr;
  for (const cases::HopRow& hop : told.view.path()) {
    ++by_status[hop.status];
    if (weakest == nullptr || hop.confidence < weakest->confidence) weakest = &hop;
  }
  return sentence(
      fmt::format("Of these steps {} told by records of two independent sides, {} told by one side, and {} inferred "
                  "without a record; the least sure one has a confidence of {:.2f}.",
                  counted(by_status["confirmed"], "is", "are"), counted(by_status["probable"], "is", "are"),
                  counted(by_status["inferred"], "is", "are"), weakest->confidence),
      Json::array({hop_ref(weakest->id), view_ref("path")}));
}

Json accounts_sentence(const Told& told) {
  std::vector<std::string> accounts;
  Json refs = Json::array();
  for (const cases::HopRow& hop : told.view.path()) {
    if (hop.account.empty() || std::ranges::find(accounts, hop.account) != accounts.end()) continue;
    accounts.push_back(hop.account);
    if (refs.size() < kRefs) refs.push_back(hop_ref(hop.id));
  }
  if (accounts.empty()) return {};
  return sentence(fmt::format("The steps were made as {}.", listed(accounts, kNames)), std::move(refs));
}

Json findings_sentence(const Told& told) {
  const std::uint64_t number = grave(told.findings);
  if (number == 0) return {};
  return sentence(fmt::format("{} of high or critical level {} certain.", counted(number, "finding", "findings"),
                              number == 1 ? "is" : "are"),
                  grave_refs(told.findings));
}

std::string scope_text(const LookedAt& looked) {
  std::string text = fmt::format("{} of {}", counted(looked.records(), "record", "records"),
                                 counted(looked.hosts(), "host", "hosts"));
  if (looked.first()) text += fmt::format(" from {} to {}", minute(*looked.first()), minute(*looked.last()));
  return text;
}

Json scope_sentence(const Told& told) {
  return sentence(fmt::format("Looked at were {}.", scope_text(told.looked_at)), Json::array({view_ref("evidence")}));
}

std::string tenant_text(const Told& told, const Organisation& one, std::string_view state, std::size_t hosts) {
  const auto looked = told.looked_at.by_tenant.find(one.name);
  const auto tally = told.findings.tenants().find(one.name);
  const std::uint64_t grave = tally == told.findings.tenants().end() ? 0 : tally->second.grave;
  if (state == "compromised") return fmt::format("The intruder was on {}.", counted(hosts, "host", "hosts"));
  if (state == "reached" && hosts > 0)
    return fmt::format("A path leads to {}, but no record of a step there was found.",
                       counted(hosts, "host", "hosts"));
  if (state == "reached")
    return fmt::format("{} of high or critical level; no step of an intruder was traced here.",
                       counted(grave, "finding", "findings"));
  if (looked == told.looked_at.by_tenant.end()) return "No evidence of this organisation was given.";
  return fmt::format("No sign in {} of {}. That is no proof that nothing happened.",
                     counted(looked->second.records, "record", "records"),
                     counted(looked->second.hosts.size(), "host", "hosts"));
}

}  // namespace

std::string_view state_name(State state) {
  return state == State::kCompromised ? "compromised" : state == State::kSuspected ? "suspected" : "no_sign";
}

std::string minute(base::Time time) {
  constexpr std::size_t kDate = 10, kClock = 11, kMinute = 5;
  const std::string text = base::iso8601(time);
  return text.substr(0, kDate) + " " + text.substr(kClock, kMinute) + " UTC";
}

std::string counted(std::uint64_t number, std::string_view one, std::string_view many) {
  return report::with_thousands(number) + " " + std::string(number == 1 ? one : many);
}

std::string listed(const std::vector<std::string>& names, std::size_t most) {
  std::string text;
  const std::size_t shown = names.size() > most ? most - 1 : names.size();
  for (std::size_t i = 0; i < shown; ++i) text += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
  if (shown < names.size()) text += fmt::format(" and {} others", names.size() - shown);
  return text;
}

State state_of(const View& view, const FindingTable& findings) {
  const bool recorded =
      std::ranges::any_of(view.path(), [](const cases::HopRow& hop) { return hop.status != "inferred"; });
  if (!view.intrusions().empty() && recorded) return State::kCompromised;
  return view.intrusions().empty() && grave(findings) == 0 ? State::kNoSign : State::kSuspected;
}

std::string headline(const Told& told) {
  const View& view = told.view;
  switch (state_of(view, told.findings)) {
    case State::kCompromised: {
      const HostSet hosts = hosts_reached(view);
      return fmt::format("Yes: an intruder was in {}, on {}, from {} to {}.", listed(names_of(hosts), kNames),
                         counted(count_of(hosts), "host", "hosts"), minute(view.path().front().time),
                         minute(view.path().back().time));
    }
    case State::kSuspected:
      return "Perhaps: there are grave findings, but no path of an intruder with records of its steps.";
    case State::kNoSign:
      break;
  }
  return fmt::format("No sign of an intruder was found in {}. That is no proof that nothing happened.",
                     scope_text(told.looked_at));
}

Json answer_sentences(const Told& told) {
  Json answer = Json::array();
  const auto add = [&](Json one) {
    if (!one.is_null()) answer.push_back(std::move(one));
  };
  if (!told.view.path().empty() && !told.view.intrusions().empty()) {
    add(origin_sentence(told));
    add_borders(told, answer);
    add(spread_sentence(told));
    add(accounts_sentence(told));
    add(sureness_sentence(told));
  }
  add(findings_sentence(told));
  add(scope_sentence(told));
  return answer;
}

Json since(const View& view) {
  if (view.path().empty()) return {};
  const cases::HopRow& hop = view.path().front();
  return {{"time", base::iso8601(hop.time)}, {"rests_on", Json::array({hop_ref(hop.id)})}};
}

Json until(const View& view) {
  if (view.path().empty()) return {};
  const cases::HopRow& hop = view.path().back();
  return {{"time", base::iso8601(hop.time)}, {"rests_on", Json::array({hop_ref(hop.id)})}};
}

Json tenant_states(const Told& told) {
  struct Met {
    std::set<std::string> hosts;
    bool recorded = false;
    std::optional<base::Time> first, last;
    Json rests_on = Json::array();
  };
  std::map<std::string, Met> met;
  const auto meet = [&](const cases::HopPlace& place, const cases::HopRow& hop) {
    Met& one = met[place.tenant];
    if (!place.host.empty()) one.hosts.insert(place.host);
    one.recorded = one.recorded || hop.status != "inferred";
    one.first = std::min(one.first.value_or(hop.time), hop.time);
    one.last = std::max(one.last.value_or(hop.time), hop.time);
    const bool again = !one.rests_on.empty() && one.rests_on.back() == hop_ref(hop.id);
    if (one.rests_on.size() < kRefs && !again) one.rests_on.push_back(hop_ref(hop.id));
  };
  for (const cases::HopRow& hop : told.view.path()) {
    if (hop.from && !hop.from->tenant.empty()) meet(*hop.from, hop);
    const bool within = hop.from && hop.from->tenant == hop.to.tenant;
    if (!hop.to.tenant.empty() && (!within || hop.to != *hop.from)) meet(hop.to, hop);
  }
  Json rows = Json::array();
  for (const Organisation& one : told.view.organisations()) {
    const bool foreign = told.view.tenant() && one.name != *told.view.tenant();
    if (foreign) continue;  // the name of one's provider is known, and nothing else of it
    Met& seen = met[one.name];
    const auto tally = told.findings.tenants().find(one.name);
    const bool found = tally != told.findings.tenants().end() && tally->second.grave > 0;
    const std::string_view state = seen.recorded                                 ? "compromised"
                                   : !seen.hosts.empty() || found                ? "reached"
                                   : told.looked_at.by_tenant.contains(one.name) ? "no_sign"
                                                                                 : "not_seen";
    if (seen.rests_on.empty() && found) {
      for (const std::string& id : tally->second.examples) seen.rests_on.push_back(finding_ref(id));
    }
    if (seen.rests_on.empty()) seen.rests_on.push_back(view_ref("evidence"));
    rows.push_back({{"name", one.name},
                    {"role", report::or_null(one.role)},
                    {"state", state},
                    {"hosts", seen.hosts.size()},
                    {"first", seen.first ? Json(base::iso8601(*seen.first)) : Json()},
                    {"last", seen.last ? Json(base::iso8601(*seen.last)) : Json()},
                    {"text", tenant_text(told, one, state, seen.hosts.size())},
                    {"rests_on", seen.rests_on}});
  }
  return rows;
}

}  // namespace hoptrace::page
