#include "hops/clocks.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <queue>
#include <unordered_map>

namespace hoptrace::hops {
namespace {

using base::kSecond;
using sessions::FactKind;
constexpr std::int64_t kSpot = 2 * kSecond;
constexpr std::int64_t kRounding = kSecond;  // many exports keep seconds only
constexpr std::int64_t kUnknown = 300 * kSecond;
constexpr std::size_t kFewest = 3;
constexpr std::size_t kMostPairs = 4096, kMostNear = 16;
constexpr double kByChance = 0.02;  // of a pair of clocks: as many by chance alone, so seldom

std::uint64_t mixed(std::uint64_t a, std::uint64_t b) {
  a ^= b + 0x9E3779B97F4A7C15ULL + (a << 6) + (a >> 2);
  a *= 0xFF51AFD7ED558CCDULL;
  return a ^ (a >> 33);
}

struct Spot {
  std::int64_t at = 0, spread = 0;
  std::size_t pairs = 0;
};

// The densest stretch of kSpot, its median, and the median distance from it.
Spot densest(std::vector<std::int64_t> all) {
  std::ranges::sort(all);
  std::size_t best = 0, from = 0, most = 0;
  for (std::size_t to = 0; to < all.size(); ++to) {
    while (all[to] - all[from] > kSpot) ++from;
    if (to - from + 1 > most) most = to - from + 1, best = from;
  }
  Spot spot{.at = all[best + most / 2], .spread = 0, .pairs = most};
  std::vector<std::int64_t> distances;
  for (std::size_t i = best; i < best + most; ++i) distances.push_back(std::abs(all[i] - spot.at));
  std::ranges::nth_element(distances, distances.begin() + static_cast<std::ptrdiff_t>(distances.size() / 2));
  spot.spread = distances[distances.size() / 2];
  return spot;
}

// A spot is believed if it holds clearly more than chance would put there: that of `all` differences, spread evenly,
// as many lie within a spot behind any of them (Poisson's tail).
bool is_believed(const Spot& spot, std::size_t all) {
  if (spot.pairs < kFewest) return false;
  const double mean = static_cast<double>(all) * static_cast<double>(kSpot) / static_cast<double>(2 * kMostSkew);
  double term = std::exp(-mean), below = 0;
  for (std::size_t k = 0; k + 1 < spot.pairs; ++k) {
    below += term;
    term *= mean / static_cast<double>(k + 1);
  }
  return static_cast<double>(all) * std::max(0.0, 1 - below) < kByChance &&
         static_cast<double>(spot.pairs) > 6 * mean;
}

template <class Pairs>
void add_pair(Pairs& pairs, std::uint32_t a, std::uint32_t b, std::int64_t difference) {
  if (a == b || a == kNone || b == kNone) return;
  auto& all = pairs[a < b ? std::pair{a, b} : std::pair{b, a}];
  if (all.size() < kMostPairs) all.push_back(a < b ? difference : -difference);
}

// Rows by a key, those of the last minutes only.
class Recent {
 public:
  template <class Take>
  void meet(std::uint64_t key, RowId id, std::int64_t time, Take&& take) {
    for (; !waiting_.empty() && time - waiting_.front().time > kMostSkew; waiting_.pop_front()) {
      const auto at = by_key_.find(waiting_.front().key);
      std::erase(at->second, waiting_.front().row);
      if (at->second.empty()) by_key_.erase(at);
    }
    auto& near = by_key_[key];
    for (const RowId other : near) take(other);
    if (near.size() >= kMostNear) return;
    near.push_back(id);
    waiting_.push_back({time, key, id});
  }

 private:
  struct One {
    std::int64_t time;
    std::uint64_t key;
    RowId row;
  };
  std::deque<One> waiting_;
  std::unordered_map<std::uint64_t, std::vector<RowId>> by_key_;
};

bool is_remote(const Row& row) {
  return row.kind == FactKind::kLogon && (row.type() == 3 || row.type() == 10);
}

// Where a connection began, as a record of it has it: port 0 where it has none.
struct NearEnd {
  AddressId address = kNone;
  std::uint16_t port = 0;
};

NearEnd near_end(const Row& row, const Rows& rows) {
  switch (row.kind) {
    case FactKind::kFlowIn:
    case FactKind::kLogon:
      return {row.address, row.peer_port};
    case FactKind::kFlowOut:
    case FactKind::kFlowSeen:
      return {rows.extra(row).own_address, rows.extra(row).own_port};
    default:
      return {};
  }
}

}  // namespace

// The same near end, address and port, within minutes is no chance: one such pair is enough.
void Clocks::pair_connections(const Rows& rows, const std::vector<RowId>& order, Pairs& pairs) const {
  Recent recent;
  for (const RowId id : order) {
    const Row& row = rows[id];
    const NearEnd end = near_end(row, rows);
    if (end.port == 0 || end.address == kNone) continue;
    const std::uint64_t key = mixed(rows.tenant_of(row), mixed(end.address, end.port));
    recent.meet(key, id, row.time, [&](RowId other) {
      const Row& seen = rows[other];
      for (std::size_t i = 0; i < kFewest; ++i)
        add_pair(pairs, clock_of(seen, rows), clock_of(row, rows), row.time - seen.time);
    });
  }
}

// Tickets, checks and uses of credentials with the logons on the host that they name, by the same user name: a
// partner's host that is named in full has the partner's account.
void Clocks::pair_logons(const Rows& rows, const std::vector<RowId>& order, const Names& names, Pairs& pairs) const {
  Recent recent;
  for (const RowId id : order) {
    const Row& row = rows[id];
    const bool screen = row.kind == FactKind::kRdpArrival && row.host != kNone;
    const bool came = is_remote(row) || screen;
    const bool network = row.witness() == sessions::Witness::kNetwork;
    const bool spoken = row.kind == FactKind::kServiceTicket || row.kind == FactKind::kExplicit ||
                        (row.kind == FactKind::kNtlmChecked && network);
    if ((!came && !(spoken && row.peer != kNone)) || row.account == kNone) continue;
    const HostId target = came ? row.host : row.peer;
    recent.meet(mixed(target, names.user_number(row.account)), id, row.time, [&](RowId other) {
      const Row& seen = rows[other];
      if ((is_remote(seen) || seen.kind == FactKind::kRdpArrival) != came)
        add_pair(pairs, clock_of(seen, rows), clock_of(row, rows), row.time - seen.time);
    });
  }
}

// What goes out to a partner's networks, and what comes in there from doors (pools, and addresses that are nobody's
// of the partner's), by the port that is gone to. Of clocks as far as they are known: their parts are compared.
void Clocks::pair_borders(const Rows& rows, const std::vector<RowId>& order, const Names& names,
                          const Identity& identity, Pairs& pairs) const {
  std::unordered_map<std::uint64_t, TenantId> known;  // by tenant and address: whose networks hold it
  const auto whose = [&](TenantId tenant, AddressId address) {
    const auto [at, fresh] = known.try_emplace((std::uint64_t{tenant} << 32) | address, kNone);
    if (fresh) at->second = identity.whose(tenant, address);
    return at->second;
  };
  std::vector<RowId> by_time;
  const auto time = [&](RowId id) { return time_of(rows[id], rows); };
  for (const RowId id : order) {
    const FactKind kind = rows[id].kind;
    if (kind == FactKind::kFlowOut || kind == FactKind::kFlowIn || kind == FactKind::kFlowSeen) by_time.push_back(id);
  }
  std::ranges::stable_sort(by_time, {}, time);
  std::map<std::pair<TenantId, TenantId>, Recent> recent;  // who goes, and where to
  for (const RowId id : by_time) {
    const Row& row = rows[id];
    const TenantId tenant = rows.tenant_of(row);
    if (names.entry(tenant) == nullptr || names.entry(tenant)->networks.empty()) continue;
    const bool in = row.kind == FactKind::kFlowIn;
    const AddressId source = in ? row.address : rows.extra(row).own_address;
    const std::uint16_t port = in ? rows.extra(row).own_port : row.peer_port;
    const TenantId to = in ? tenant : whose(tenant, row.address);
    if (to == kNone) continue;
    const bool out = to != tenant;
    if (!out && whose(tenant, source) == tenant) continue;
    const auto meet = [&](TenantId from) {
      recent[{from, to}].meet(port, id, time(id), [&](RowId other) {
        const Row& seen = rows[other];
        if ((rows.tenant_of(seen) == from) == out) return;
        add_pair(pairs, known_[clock_of(seen, rows)].part, known_[clock_of(row, rows)].part, time(id) - time(other));
      });
    };
    if (out) {
      meet(tenant);
    } else {
      for (TenantId from = 1; from < names.tenant_count(); ++from)
        if (names.are_partners(from, to)) meet(from);
    }
  }
}

// The most pairs first (Prim's tree), from the best connected clock of each part.
void Clocks::spread_out(const Pairs& pairs) {
  struct Link {
    Clock to;
    Spot spot;  // `to` minus here
  };
  const std::size_t clocks = known_.size();
  std::vector<std::vector<Link>> links(clocks);
  std::vector<std::size_t> weight(clocks);
  for (const auto& [ends, all] : pairs) {
    const Spot spot = densest(all);
    if (!is_believed(spot, all.size())) continue;
    links[ends.first].push_back({ends.second, spot});
    links[ends.second].push_back({ends.first, {.at = -spot.at, .spread = spot.spread, .pairs = spot.pairs}});
    weight[ends.first] += spot.pairs;
    weight[ends.second] += spot.pairs;
  }
  std::vector<Clock> roots(clocks);
  for (std::size_t i = 0; i < clocks; ++i) roots[i] = static_cast<Clock>(i);
  std::ranges::stable_sort(roots, std::greater{}, [&](Clock clock) { return weight[clock]; });
  std::vector<Known> known(clocks);
  for (const Clock root : roots) {
    if (known[root].spread >= 0 || links[root].empty()) continue;
    struct Next {
      std::size_t pairs;
      Clock to, from;
      Spot spot;
      bool operator<(const Next& other) const {
        return std::tie(pairs, other.to, other.from) < std::tie(other.pairs, to, from);
      }
    };
    std::priority_queue<Next> queue;
    queue.push({.pairs = 0, .to = root, .from = kNone, .spot = {}});
    while (!queue.empty()) {
      const Next next = queue.top();
      queue.pop();
      if (known[next.to].spread >= 0) continue;
      const Known& before = known[next.from];
      known[next.to] = {.add = next.from == kNone ? 0 : before.add - next.spot.at,
                        .spread = next.from == kNone ? 0 : before.spread + next.spot.spread,
                        .part = root};
      for (const Link& link : links[next.to])
        if (known[link.to].spread < 0) queue.push({link.spot.pairs, link.to, next.to, link.spot});
    }
  }
  // On top of what was known: parts are moved as a whole.
  for (Clock clock = 0; clock < clocks; ++clock) {
    Known& its = known_[clock];
    const Known& more = known[its.part];
    if (more.spread < 0) continue;
    its = {
        .add = its.add + more.add, .spread = std::max<std::int64_t>(its.spread, 0) + more.spread, .part = more.part};
  }
}

void Clocks::estimate(const Rows& rows, const std::vector<RowId>& order, const Names& names,
                      const Identity& identity) {
  hosts_ = static_cast<std::uint32_t>(names.hosts());
  known_.assign(names.hosts() + names.tenant_count(), Known{});
  for (Clock clock = 0; clock < known_.size(); ++clock) known_[clock].part = clock;
  Pairs pairs;
  pair_connections(rows, order, pairs);
  pair_logons(rows, order, names, pairs);
  spread_out(pairs);
  pairs.clear();
  pair_borders(rows, order, names, identity, pairs);
  if (!pairs.empty()) spread_out(pairs);
  find_apart();
}

void Clocks::find_apart() {
  std::unordered_map<Clock, std::pair<std::int64_t, std::int64_t>> reach;  // by part
  apart_ = 0;
  for (const Known& its : known_) {
    if (its.spread < 0) continue;
    auto& [least, most] = reach.try_emplace(its.part, its.add, its.add).first->second;
    least = std::min(least, its.add);
    most = std::max(most, its.add);
    apart_ = std::max(apart_, std::min(most - least, 2 * kUnknown));
  }
}

std::int64_t Clocks::doubt(HostId host) const {
  if (host >= known_.size() || known_[host].spread < 0) return kUnknown;
  return kRounding + 3 * known_[host].spread;
}

std::int64_t Clocks::doubt(HostId one, HostId other) const {
  if (one == other) return kRounding;
  const bool parted = one >= known_.size() || other >= known_.size() || known_[one].part != known_[other].part;
  return parted ? 2 * kUnknown : doubt(one) + doubt(other);
}

std::int64_t Clocks::doubt(const Row& row, const Rows& rows, HostId other) const {
  return doubt(clock_of(row, rows), other);
}

bool Clocks::can_follow(std::int64_t first, HostId at_first, std::int64_t second, HostId at_second) const {
  return first <= second + doubt(at_first, at_second);
}

}  // namespace hoptrace::hops
