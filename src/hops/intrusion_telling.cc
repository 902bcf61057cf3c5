#include "hops/intrusion_telling.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/fingerprint.h"
#include "hops/walks.h"

namespace hoptrace::hops {
namespace {

constexpr std::size_t kMostAlternatives = 3, kMostSilent = 40;

void add_once(std::vector<std::string>& all, std::string text) {
  if (!text.empty() && std::ranges::find(all, text) == all.end()) all.push_back(std::move(text));
}

const Hop& hop_of(const Told& told, ArrivalId id) {
  return *told.hops.at(id);
}

void tell_gaps(Intrusion& intrusion, const Trail& trail, const Told& told) {
  for (const ArrivalId id : trail.arrivals)
    if (const Hop& hop = hop_of(told, id); hop.gap) add_once(intrusion.gaps, *hop.gap);
  for (const HostId host : unexplained(trail, told.arrivals)) {
    const Place place = told.names.place(host);
    add_once(intrusion.gaps, fmt::format("How the intruder came to {} ({}) is in no record; from there it went on",
                                         place.host, place.tenant));
  }
  for (std::size_t i = 1; i < trail.arrivals.size(); ++i) {
    const Arrival &one = told.arrivals.all[trail.arrivals[i - 1]], &next = told.arrivals.all[trail.arrivals[i]];
    const bool crossed =
        next.from == one.to && next.time - one.time < told.clocks.doubt(one.to) + told.clocks.doubt(next.to);
    if (crossed && one.to != next.to && told.clocks.doubt(next.to) > base::kMinute)
      add_once(intrusion.gaps,
               fmt::format("Whether {} came before {} is not certain: their clocks cannot be compared",
                           told.names.host_name(one.to), told.names.host_name(next.to)));
  }
}

// Hosts of a tenant that others' logs name and that kept none themselves while the intruder was about.
std::vector<std::string> silent_hosts(TenantId tenant, const LogCover& cover, const Told& told, std::int64_t from,
                                      std::int64_t to) {
  std::vector<std::string> silent;
  bool any = false;
  for (HostId host = 1; host < told.names.hosts(); ++host) {
    if (told.names.tenant_of(host) != tenant || told.names.is_bare_address(host)) continue;
    if (told.names.host_name(host).empty()) continue;
    const bool kept = cover.touches(host, from, to);
    any = any || kept;
    if (!kept) silent.emplace_back(told.names.host_name(host));
  }
  if (!any) silent.clear();  // a tenant without such logs at all is told by its coverage
  return silent;
}

// Where nobody was listening: what the intruder did there is not known, nor that nothing was done.
void tell_silence(Intrusion& intrusion, const Told& told) {
  constexpr std::int64_t kAbout = base::kHour;
  const std::int64_t from = intrusion.first.ticks - kAbout, to = intrusion.last.ticks + kAbout;
  for (const std::string& name : intrusion.tenants) {
    const TenantId tenant = told.names.find_tenant(name);
    const auto add = [&](const LogCover& cover, std::string_view what) {
      const std::vector<std::string> hosts = silent_hosts(tenant, cover, told, from, to);
      if (hosts.empty()) return;
      const std::size_t shown = std::min(hosts.size(), kMostSilent);
      const std::string more = hosts.size() > shown ? fmt::format(" and {} more", hosts.size() - shown) : "";
      add_once(intrusion.gaps,
               fmt::format("{} has no {} of this time from {}{}: whether the intruder was there, they do not say",
                           name, what,
                           fmt::join(hosts.begin(), hosts.begin() + static_cast<std::ptrdiff_t>(shown), ", "), more));
    };
    add(told.sessions, "log of sessions");
    add(told.processes, "log of Sysmon");
  }
}

// Other hosts that a hop could have come from, and other ways from the first host to the last.
void tell_alternatives(Intrusion& intrusion, const Trail& trail, const Told& told) {
  for (const ArrivalId id : trail.arrivals) {
    const Hop& hop = hop_of(told, id);
    if ((hop.from && !hop.from->host.empty()) || hop.candidates.empty() ||
        intrusion.alternatives.size() >= kMostAlternatives)
      continue;
    std::string hosts;
    for (const Place& place : hop.candidates) hosts += (hosts.empty() ? "" : ", ") + place.tenant + '/' + place.host;
    intrusion.alternatives.push_back(
        {.hops = {hop.id},
         .what_separates =
             fmt::format("it came to {} from one of {}: a log of theirs that shows the connection would tell",
                         hop.to.host, hosts)});
  }
  const Arrival &first = told.arrivals.all[trail.arrivals.front()], &last = told.arrivals.all[trail.arrivals.back()];
  if (first.from == kNone || last.to == first.from) return;
  const auto walks = best_walks(told.arrivals.all, told.clocks, first.from, first.time, last.to, last.time, 4);
  for (const Walk& walk : walks) {
    if (intrusion.alternatives.size() >= kMostAlternatives) return;
    std::vector<std::string> ids;
    const Hop* other = nullptr;
    bool all_told = true;
    for (const ArrivalId id : walk.arrivals) {
      const auto hop = told.hops.find(id);
      all_told = all_told && hop != told.hops.end();
      if (!all_told) break;
      ids.push_back(hop->second->id);
      if (std::ranges::find(intrusion.hops, ids.back()) == intrusion.hops.end() && other == nullptr)
        other = hop->second;
    }
    if (!all_told || other == nullptr) continue;
    intrusion.alternatives.push_back(
        {.hops = ids,
         .what_separates =
             fmt::format("this way goes by {} to {} as {}, which is less unusual there (suspicion {:.2f})",
                         name(other->method), other->to.host, other->account, other->suspicion)});
  }
}

}  // namespace

Intrusion tell(const Trail& trail, const Told& told) {
  Intrusion intrusion;
  const ArrivalId first = trail.arrivals.front();
  const Hop& begin = hop_of(told, first);
  const auto crossing = told.crossings.find(first);
  if (trail.began_at != kNone || (begin.from && !begin.from->host.empty())) {
    intrusion.patient_zero = trail.began_at != kNone ? told.names.place(trail.began_at) : *begin.from;
    intrusion.origin_tenant = intrusion.patient_zero.tenant;
  } else {
    const bool crossed = crossing != told.crossings.end();
    intrusion.origin_tenant = crossed ? std::string(told.names.tenant_name(crossing->second.from)) : begin.to.tenant;
    intrusion.patient_zero = {intrusion.origin_tenant, crossed ? "" : begin.to.host};
    add_once(intrusion.gaps,
             fmt::format("Where the intrusion began is not known: the first thing seen of it is its arrival at {}",
                         begin.to.host));
  }
  add_once(intrusion.tenants, intrusion.origin_tenant);
  intrusion.first = begin.time;
  intrusion.last = begin.time;
  for (const ArrivalId id : trail.arrivals) {
    const Hop& hop = hop_of(told, id);
    intrusion.hops.push_back(hop.id);
    if (hop.from) add_once(intrusion.tenants, hop.from->tenant);
    add_once(intrusion.tenants, hop.to.tenant);
    add_once(intrusion.accounts, hop.account);
    intrusion.first = std::min(intrusion.first, hop.time);
    intrusion.last = std::max(intrusion.last, hop.time);
  }
  intrusion.suspicion = trail.score;
  std::string text;
  for (const std::string& hop : intrusion.hops) text += hop + '\n';
  intrusion.id = fmt::format("{:016x}", base::fingerprint(text).high);
  tell_gaps(intrusion, trail, told);
  tell_silence(intrusion, told);
  tell_alternatives(intrusion, trail, told);
  return intrusion;
}

}  // namespace hoptrace::hops
