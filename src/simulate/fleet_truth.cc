#include "simulate/fleet_truth.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace hoptrace::simulate {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 5> kSides{"destination", "source", "dc", "network", "execution"};

Json place(const World& w, HostIndex host) {
  const Machine& m = w.plan.machines[host];
  return {{"tenant", w.plan.organisations[m.organisation].tenant}, {"host", m.name}};
}

Json witness(const World& w, const Seen& s) {
  return {{"tenant", w.plan.organisations[s.organisation].tenant},
          {"host", s.host == kNobody ? std::string() : w.plan.machines[s.host].name},
          {"channel", s.channel},
          {"side", kSides[static_cast<std::size_t>(s.side)]}};
}

// Of a hop's records those of the arrival; that a session ends hours later says little of who came.
bool of_arrival(const World& w, const TruthHop& h, const Seen& s) {
  const std::int64_t skew = s.host == kNobody ? 0 : w.plan.machines[s.host].skew;
  return s.at.ticks - skew - h.at.ticks < 45 * base::Time::kTicksPerSecond;
}

Json hop(const World& w, const TruthHop& h, const Losses& losses) {
  Json recorded = Json::array(), lost = Json::array();
  for (const Seen& s : h.seen) {
    if (!of_arrival(w, h, s)) continue;
    Json one = witness(w, s);
    Json& list = losses.lost(s) ? lost : recorded;
    if (std::find(list.begin(), list.end(), one) == list.end()) list.push_back(std::move(one));
  }
  Json out{{"time", base::iso8601(h.at)}, {"from", place(w, h.from)}, {"to", place(w, h.to)}};
  if (h.method == "gdap") out["to"]["host"] = "";  // a directory, no host
  out["account"] = h.account;
  out["method"] = h.method;
  out["border"] = h.border;
  if (h.through_vpn) out["through_vpn"] = true;
  out["recorded"] = std::move(recorded);
  out["lost"] = std::move(lost);
  return out;
}

Json intrusion(const World& w, const Intruder& i, const Losses& losses) {
  Json hops = Json::array(), seeds = Json::array(), tenants = Json::array(), accounts = Json::array();
  const auto once = [](Json& list, Json value) {
    if (std::find(list.begin(), list.end(), value) == list.end()) list.push_back(std::move(value));
  };
  const Json first = place(w, i.patient_zero);
  once(tenants, first["tenant"]);
  for (const TruthHop& h : i.hops) {
    hops.push_back(hop(w, h, losses));
    once(tenants, hops.back()["to"]["tenant"]);
    once(accounts, h.account);
  }
  for (const TruthSeed& s : i.seeds) {
    Json one = place(w, s.host);
    one["time"] = base::iso8601(s.at);
    one["what"] = s.what;
    one["recorded"] = std::any_of(s.seen.begin(), s.seen.end(), [&](const Seen& seen) { return !losses.lost(seen); });
    seeds.push_back(std::move(one));
  }
  return {{"id", i.id},
          {"patient_zero", first},
          {"origin_tenant", first["tenant"]},
          {"stealth", i.options().stealth},
          {"account_change", i.options().account_change},
          {"hops", std::move(hops)},
          {"seeds", std::move(seeds)},
          {"tenants", std::move(tenants)},
          {"accounts", std::move(accounts)}};
}

}  // namespace

bool Losses::lost(const Seen& seen) const {
  if (channels.contains({seen.organisation, seen.host, seen.channel})) return true;
  if (seen.host == kNobody || seen.channel != "Security") return false;
  const auto at = cleared.find(seen.host);
  return at != cleared.end() && seen.at < at->second;
}

Json fleet_truth(const World& w, const Intruders& intruders, const Losses& losses) {
  Json all = Json::array(), lost = Json::array(), cleared = Json::array();
  for (const auto& i : intruders) all.push_back(intrusion(w, *i, losses));
  for (const auto& [of, host, channel] : losses.channels)
    lost.push_back({{"tenant", w.plan.organisations[of].tenant},
                    {"host", host == kNobody ? std::string() : w.plan.machines[host].name},
                    {"channel", channel}});
  for (const auto& [host, at] : losses.cleared) {
    cleared.push_back(place(w, host));
    cleared.back()["time"] = base::iso8601(at);
  }
  return {{"logons", w.logons},
          {"intrusions", std::move(all)},
          {"lost", std::move(lost)},
          {"cleared", std::move(cleared)}};
}

std::string passages_csv(const World& w) {
  std::string out = "time,from_tenant,from_host,to_tenant,to_host,account,method,intrusion,address,seen_as\n";
  const auto tenant = [&](HostIndex h) { return w.plan.organisations[w.plan.machines[h].organisation].tenant; };
  for (const Happened& h : w.happened) {
    out += fmt::format("{},{},{},{},{},{},{},{},{},{}\n", base::iso8601(h.at), tenant(h.from),
                       w.plan.machines[h.from].name, tenant(h.to), w.plan.machines[h.to].name, h.account, h.method,
                       h.intrusion, h.address, h.seen_as);
  }
  return out;
}

}  // namespace hoptrace::simulate
