#include "hops/identity.h"

#include <algorithm>
#include <array>
#include <limits>
#include <map>

namespace hoptrace::hops {
namespace {

using base::kHour;
constexpr std::size_t kLooked = 8, kLoose = 256;
// How many hours away evidence of a rung may be and still be as good as that of the rung below at the moment itself.
constexpr std::array<double, 5> kPenalty = {0, 0.2, 0.2, 3, 1000};
constexpr double kClose = 0.5;    // hours: what is no further than that is a candidate too
constexpr std::size_t kMany = 3;  // hosts at once behind one address: a translator
constexpr std::int64_t kAtOnce = kHour / 2;
// How long what was seen of an address holds, of hosts that move and of those that were not seen for long.
constexpr std::int64_t kMoverReach = kHour / 3, kBriefReach = 12 * kHour, kLongKnown = 24 * kHour;

constexpr double kJustThen = 1.0 / 12, kOneDay = 24;  // hours

double distance(std::int64_t from, std::int64_t until, std::int64_t time) {
  if (time < from) return static_cast<double>(from - time) / static_cast<double>(kHour);
  if (time > until) return static_cast<double>(time - until) / static_cast<double>(kHour);
  return 0;
}

}  // namespace

// What is seen within one hour is one span from the first to the last, so that the order of telling does not matter.
void Identity::observe(TenantId tenant, AddressId address, HostId host, Rung rung, std::int64_t from,
                       std::int64_t until) {
  if (address == kNone || host == kNone || names_.is_bare_address(host) || names_.tenant_of(host) != tenant) return;
  auto& spans = held_[key(tenant, address)].spans;
  const std::size_t looked = std::min(spans.size(), kLooked);
  for (std::size_t i = spans.size(); i-- > spans.size() - looked;) {
    Span& span = spans[i];
    if (span.host != host || span.rung != rung || rung == Rung::kLease || span.from / kHour != from / kHour) continue;
    span.from = std::min(span.from, from);
    span.until = std::max(span.until, until);
    if (i + 1 != spans.size()) std::swap(span, spans.back());
    return;
  }
  spans.push_back({.host = host, .rung = rung, .from = from, .until = until});
}

void Identity::renumber(const Renumbering& to) {
  std::unordered_map<std::uint64_t, Held> held;
  for (auto& [at, one] : held_) {
    for (Span& span : one.spans) span.host = to.hosts[span.host];
    const auto tenant = static_cast<TenantId>(at >> 32);
    held.emplace(key(to.tenants[tenant], static_cast<AddressId>(at)), std::move(one));
  }
  held_ = std::move(held);
}

void Identity::settle() {
  for (auto& [key, held] : held_) {
    auto& spans = held.spans;
    std::ranges::sort(spans, [](const Span& a, const Span& b) {
      return std::tie(a.rung, a.host, a.from, a.until) < std::tie(b.rung, b.host, b.from, b.until);
    });
    std::vector<Span> merged;
    for (const Span& span : spans) {
      const bool goes_on = !merged.empty() && merged.back().host == span.host && merged.back().rung == span.rung &&
                           span.rung != Rung::kLease && span.from - merged.back().until <= 2 * kHour;
      if (goes_on)
        merged.back().until = std::max(merged.back().until, span.until);
      else
        merged.push_back(span);
    }
    // A lease ends where the address is given to another.
    for (std::size_t i = 0; i < merged.size(); ++i)
      for (const Span& other : merged)
        if (merged[i].rung == Rung::kLease && other.rung == Rung::kLease && other.host != merged[i].host &&
            other.from > merged[i].from && other.from < merged[i].until)
          merged[i].until = other.from;
    spans = std::move(merged);
    held.shared = many_at_once(held);
  }
  find_movers();
  for (auto& [key, held] : held_) held.only = only_host(held);
}

// Who has several addresses, or was given one, can have another tomorrow; so can who was not seen for long.
void Identity::find_movers() {
  struct Seen {
    std::uint64_t address = 0;
    std::int64_t first = 0, last = 0;
    bool moves = false;
  };
  std::unordered_map<HostId, Seen> seen;
  for (const auto& [key, held] : held_) {
    for (const Span& span : held.spans) {
      if (span.rung == Rung::kClaimed) continue;
      const auto [at, fresh] = seen.try_emplace(span.host, Seen{key, span.from, span.until});
      Seen& its = at->second;
      its.moves = its.moves || its.address != key || span.rung == Rung::kLease;
      its.first = std::min(its.first, span.from);
      its.last = std::max(its.last, span.until);
    }
  }
  for (const auto& [host, its] : seen) {
    if (its.moves) moving_.insert(names_.tenant_of(host));
    if (its.moves)
      reach_[host] = kMoverReach;
    else if (its.last - its.first < kLongKnown)
      reach_[host] = kBriefReach;
  }
}

HostId Identity::only_host(const Held& held) const {
  HostId only = kNone;
  for (const Span& span : held.spans) {
    if (span.rung == Rung::kClaimed) continue;
    if (held.shared || (only != kNone && only != span.host) || reach_.contains(span.host)) return kNone;
    only = span.host;
  }
  return only;
}

// Whether an address can be said to be a host's at a time: seen not long before or after, or before and after and
// nobody else in between.
bool Identity::is_vouched(const Held& held, HostId host, std::int64_t time) const {
  const auto reach = reach_.find(host);
  if (reach == reach_.end()) return true;
  std::int64_t before = std::numeric_limits<std::int64_t>::min(), after = std::numeric_limits<std::int64_t>::max();
  for (const Span& span : held.spans) {
    if (span.host != host || span.rung == Rung::kClaimed) continue;
    if (distance(span.from, span.until, time) * static_cast<double>(kHour) <= static_cast<double>(reach->second))
      return true;
    if (span.until <= time) before = std::max(before, span.until);
    if (span.from >= time) after = std::min(after, span.from);
  }
  if (before == std::numeric_limits<std::int64_t>::min() || after == std::numeric_limits<std::int64_t>::max())
    return false;
  return std::ranges::none_of(held.spans, [&](const Span& span) {
    return span.host != host && span.rung != Rung::kClaimed && span.from < after && span.until > before;
  });
}

bool Identity::is_certain(TenantId tenant, AddressId address, HostId host, std::int64_t time,
                          std::int64_t apart) const {
  if (!moving_.contains(tenant)) return true;
  const auto held = held_.find(key(tenant, address));
  if (held == held_.end()) return true;
  const double off = static_cast<double>(apart) / static_cast<double>(kHour);
  bool certain = false, before = false, after = false, others = false;
  for (const Span& span : held->second.spans) {
    if (span.rung == Rung::kClaimed) continue;
    const double hours = distance(span.from, span.until, time);
    if (span.host != host) {
      if (hours < off) return false;
      others = others || hours < kOneDay;
      continue;
    }
    const bool within = span.from <= time - apart && time + apart <= span.until;
    certain = certain || within || (span.rung != Rung::kLease && hours + off < kJustThen);
    before = before || (span.until <= time && hours < kOneDay);
    after = after || (span.from >= time && hours < kOneDay);
  }
  return certain || (!reach_.contains(host) && before && after && !others);
}

bool Identity::many_at_once(const Held& held) const {
  if (held.spans.size() > kLoose) return true;
  for (const Span& span : held.spans) {
    if (span.rung != Rung::kMachine && span.rung != Rung::kClaimed) continue;
    std::vector<HostId> hosts;
    for (const Span& other : held.spans)
      if (other.rung == span.rung && other.from <= span.from + kAtOnce && other.until >= span.from)
        hosts.push_back(other.host);
    std::ranges::sort(hosts);
    const auto repeated = std::ranges::unique(hosts);
    if (hosts.size() - repeated.size() >= kMany) return true;
  }
  return false;
}

std::vector<Candidate> Identity::at(TenantId tenant, AddressId address, std::int64_t time) const {
  const auto held = held_.find(key(tenant, address));
  if (held == held_.end() || held->second.shared) return {};
  std::map<HostId, std::pair<double, Rung>> costs;
  for (const Span& span : held->second.spans) {
    const double away = distance(span.from, span.until, time);
    if (span.rung == Rung::kLease && away > 0) continue;
    const double cost = away + kPenalty[static_cast<std::size_t>(span.rung)];
    const auto [at, fresh] = costs.try_emplace(span.host, cost, span.rung);
    if (!fresh && cost < at->second.first) at->second = {cost, span.rung};
  }
  std::erase_if(costs, [&](const auto& one) {
    return one.second.second != Rung::kClaimed && one.second.second != Rung::kLease &&
           !is_vouched(held->second, one.first, time);
  });
  double best = std::numeric_limits<double>::infinity();
  for (const auto& [host, cost] : costs) best = std::min(best, cost.first);
  std::vector<std::pair<double, Candidate>> near;
  for (const auto& [host, cost] : costs)
    if (cost.first <= best + kClose) near.push_back({cost.first, {.host = host, .rung = cost.second}});
  std::ranges::stable_sort(near, {}, [](const auto& c) { return c.first; });
  // What was seen at the moment itself leaves no doubt that what was seen half an hour away could raise.
  const bool now = !near.empty() && near.front().first <= kPenalty[1];
  std::vector<Candidate> result;
  for (const auto& [cost, candidate] : near)
    if (!now || cost <= kPenalty[1]) result.push_back(candidate);
  return result;
}

HostId Identity::one_at(TenantId tenant, AddressId address, std::int64_t time) const {
  const auto held = held_.find(key(tenant, address));
  if (held == held_.end()) return kNone;
  if (held->second.only != kNone) return held->second.only;
  HostId host = kNone;
  for (const Candidate& candidate : at(tenant, address, time)) {
    if (candidate.rung == Rung::kClaimed) continue;  // what anybody can claim names nobody by itself
    if (host != kNone) return kNone;
    host = candidate.host;
  }
  return host;
}

bool Identity::is_shared(TenantId tenant, AddressId address) const {
  const auto held = held_.find(key(tenant, address));
  return (held != held_.end() && held->second.shared) || in_pool(tenant, address);
}

bool Identity::is_known(TenantId tenant, AddressId address) const {
  const auto held = held_.find(key(tenant, address));
  return held != held_.end() && !held->second.spans.empty() && held->second.spans.front().rung < Rung::kClaimed;
}

bool Identity::in_pool(TenantId tenant, AddressId address) const {
  const tenants::Tenant* entry = names_.entry(tenant);
  const auto parsed =
      entry == nullptr || address == kNone ? std::nullopt : tenants::parse_address(names_.address_text(address));
  return parsed && std::ranges::any_of(entry->vpn_pools, [&](const auto& pool) { return pool.contains(*parsed); });
}

bool Identity::in_networks(TenantId tenant, AddressId address) const {
  const tenants::Tenant* entry = names_.entry(tenant);
  const auto parsed =
      entry == nullptr || address == kNone ? std::nullopt : tenants::parse_address(names_.address_text(address));
  return parsed &&
         std::ranges::any_of(entry->networks, [&](const auto& network) { return network.contains(*parsed); });
}

TenantId Identity::whose(TenantId tenant, AddressId address) const {
  if (in_pool(tenant, address)) return kNone;
  if (in_networks(tenant, address)) return tenant;
  TenantId whose = kNone;
  for (TenantId other = 1; other < names_.tenant_count(); ++other) {
    if (!names_.are_partners(tenant, other) || !in_networks(other, address)) continue;
    if (whose != kNone) return kNone;
    whose = other;
  }
  return whose;
}

}  // namespace hoptrace::hops
