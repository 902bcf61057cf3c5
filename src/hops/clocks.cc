#include "hops/clocks.h"

#include <algorithm>
#include <queue>
#include <unordered_map>

namespace hoptrace::hops {
namespace {

using sessions::FactKind;
constexpr std::int64_t kSecond = base::Time::kTicksPerSecond;
constexpr std::int64_t kMostSkew =
    660 * kSecond;  // two clocks, each five minutes off in its own direction, and a bit
constexpr std::int64_t kSpot = 2 * kSecond;
constexpr std::int64_t kRounding = kSecond;  // many exports keep seconds only
constexpr std::int64_t kUnknown = 300 * kSecond;
constexpr std::size_t kFewest = 3;
constexpr std::size_t kMostPairs = 4096, kMostNear = 16;

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

// A spot is believed if it holds clearly more than chance would put there.
bool is_believed(const Spot& spot, std::size_t all) {
  const double chance = static_cast<double>(all) * static_cast<double>(kSpot) / static_cast<double>(2 * kMostSkew);
  return spot.pairs >= kFewest && static_cast<double>(spot.pairs) > 6 * chance;
}

void add_pair(std::map<std::pair<HostId, HostId>, std::vector<std::int64_t>>& pairs, HostId a, HostId b,
              std::int64_t difference) {
  if (a == b || a == kNone || b == kNone) return;
  auto& all = pairs[a < b ? std::pair{a, b} : std::pair{b, a}];
  if (all.size() < kMostPairs) all.push_back(a < b ? difference : -difference);
}

}  // namespace

void Clocks::pair_flows(const Rows& rows, const std::vector<RowId>& order, Pairs& pairs) const {
  std::unordered_map<std::uint64_t, RowId> last;  // by both ends of a connection, the latest of each direction
  for (const RowId id : order) {
    const Row& row = rows[id];
    const bool in = row.kind == FactKind::kFlowIn, out = row.kind == FactKind::kFlowOut;
    if ((!in && !out) || row.extra == 0 || row.peer_port == 0) continue;
    const Extra& own = rows.extra(row);
    if (own.own_address == kNone || own.own_port == 0) continue;
    const std::uint64_t here = mixed(own.own_address, own.own_port), there = mixed(row.address, row.peer_port);
    const std::uint64_t key = mixed(rows.tenant_of(row), out ? mixed(here, there) : mixed(there, here));
    if (const auto other = last.find(mixed(key, out ? 1 : 2)); other != last.end()) {
      const Row& seen = rows[other->second];
      // The same ports at both ends are no chance: one such pair is enough.
      for (std::size_t i = 0; i < kFewest && row.time - seen.time < kMostSkew; ++i)
        add_pair(pairs, seen.host, row.host, row.time - seen.time);
    }
    last[mixed(key, in ? 1 : 2)] = id;
  }
}

// Tickets and uses of credentials with the logons on the host that they name, by the same user name: a partner's host
// that is named in full has the partner's account.
void Clocks::pair_logons(const Rows& rows, const std::vector<RowId>& order, const Names& names, Pairs& pairs) const {
  std::unordered_map<std::uint64_t, std::vector<RowId>> recent;  // by host and user name
  for (const RowId id : order) {
    const Row& row = rows[id];
    const bool logon = row.kind == FactKind::kLogon && (row.type() == 3 || row.type() == 10);
    const bool source =
        (row.kind == FactKind::kServiceTicket || row.kind == FactKind::kExplicit) && row.peer != kNone;
    if ((!logon && !source) || row.account == kNone || row.host == kNone) continue;
    const HostId target = logon ? row.host : row.peer;
    auto& near = recent[mixed(target, names.user_number(row.account))];
    std::erase_if(near, [&](RowId other) { return row.time - rows[other].time > kMostSkew; });
    for (const RowId other : near)
      if ((rows[other].kind == FactKind::kLogon) != logon)
        add_pair(pairs, rows[other].host, row.host, row.time - rows[other].time);
    if (near.size() >= kMostNear) near.erase(near.begin());
    near.push_back(id);
  }
}

// The most pairs first (Prim's tree), from the best connected host of each part.
void Clocks::spread_out(const Pairs& pairs, std::size_t hosts) {
  struct Link {
    HostId to;
    Spot spot;  // `to` minus here
  };
  std::vector<std::vector<Link>> links(hosts);
  std::vector<std::size_t> weight(hosts);
  for (const auto& [ends, all] : pairs) {
    const Spot spot = densest(all);
    if (!is_believed(spot, all.size())) continue;
    links[ends.first].push_back({ends.second, spot});
    links[ends.second].push_back({ends.first, {.at = -spot.at, .spread = spot.spread, .pairs = spot.pairs}});
    weight[ends.first] += spot.pairs;
    weight[ends.second] += spot.pairs;
  }
  std::vector<HostId> roots(hosts);
  for (std::size_t i = 0; i < hosts; ++i) roots[i] = static_cast<HostId>(i);
  std::ranges::stable_sort(roots, std::greater{}, [&](HostId host) { return weight[host]; });
  for (const HostId root : roots) {
    if (known_[root].spread >= 0 || links[root].empty()) continue;
    struct Next {
      std::size_t pairs;
      HostId to, from;
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
      if (known_[next.to].spread >= 0) continue;
      const Known& before = known_[next.from];
      known_[next.to] = {.add = next.from == kNone ? 0 : before.add - next.spot.at,
                         .spread = next.from == kNone ? 0 : before.spread + next.spot.spread};
      for (const Link& link : links[next.to])
        if (known_[link.to].spread < 0) queue.push({link.spot.pairs, link.to, next.to, link.spot});
    }
  }
}

void Clocks::estimate(const Rows& rows, const std::vector<RowId>& order, const Names& names) {
  known_.assign(names.hosts(), Known{});
  Pairs pairs;
  pair_flows(rows, order, pairs);
  pair_logons(rows, order, names, pairs);
  spread_out(pairs, names.hosts());
}

std::int64_t Clocks::doubt(HostId host) const {
  if (host >= known_.size() || known_[host].spread < 0) return kUnknown;
  return kRounding + 3 * known_[host].spread;
}

bool Clocks::can_follow(std::int64_t first, HostId at_first, std::int64_t second, HostId at_second) const {
  if (at_first == at_second) return first <= second + kRounding;
  return first <= second + doubt(at_first) + doubt(at_second);
}

}  // namespace hoptrace::hops
