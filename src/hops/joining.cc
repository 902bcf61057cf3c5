#include "hops/joining.h"

#include <algorithm>
#include <set>

namespace hoptrace::hops {
namespace {

constexpr std::int64_t kBack = 8LL * 3600 * base::Time::kTicksPerSecond;
constexpr int kMostSteps = 6;
// By these one has a session on the host from which one can go on.
constexpr Marks kStands =
    kMarkRdp | kMarkWinrm | kMarkServiceRun | kMarkService | kMarkTask | kMarkWmi | kMarkDcom | kMarkSsh | kMarkAgent;

using Into = std::map<HostId, std::vector<ArrivalId>>;

// How whoever made this arrival had come to where it came from; none: itself.
ArrivalId way_to(ArrivalId id, const Arrivals& arrivals, const Suspicion& suspicion, const Into& into) {
  const Arrival& next = arrivals.all[id];
  const auto at = into.find(next.from);
  if (next.from == kNone || at == into.end()) return id;
  const AccountId acted = suspicion.acted(next, arrivals);
  ArrivalId last = id;
  for (auto one = std::ranges::lower_bound(at->second, id); one != at->second.begin();) {
    const Arrival& before = arrivals.all[*--one];
    const bool open = before.until() >= next.time;
    if (!open && next.time - before.time > kBack) break;
    if ((before.marks & kStands) == 0) continue;
    if (before.account == acted) return *one;
    if (last == id) last = *one;
  }
  return acted == kNone ? last : id;
}

void lead_in(Trail& trail, const Arrivals& arrivals, const Suspicion& suspicion, const Into& into) {
  for (int step = 0; step < kMostSteps; ++step) {
    const ArrivalId before = way_to(trail.arrivals.front(), arrivals, suspicion, into);
    if (before == trail.arrivals.front()) return;
    trail.arrivals.insert(trail.arrivals.begin(), before);
  }
}

}  // namespace

void join_by_way_in(std::vector<Trail>& trails, const Arrivals& arrivals, const Suspicion& suspicion,
                    const Into& into) {
  std::map<ArrivalId, std::size_t> whose;
  std::vector<Trail> joined;
  for (Trail& trail : trails) {
    if (trail.seeded) {
      joined.push_back(std::move(trail));
      continue;
    }
    lead_in(trail, arrivals, suspicion, into);
    std::set<std::size_t> same;
    for (const ArrivalId id : trail.arrivals)
      if (const auto at = whose.find(id); at != whose.end()) same.insert(at->second);
    const std::size_t one = same.empty() ? joined.size() : *same.begin();
    if (same.empty()) joined.emplace_back();
    for (const std::size_t other : same) {
      if (other == one) continue;
      joined[one].arrivals.insert(joined[one].arrivals.end(), joined[other].arrivals.begin(),
                                  joined[other].arrivals.end());
      joined[other].arrivals.clear();
    }
    joined[one].arrivals.insert(joined[one].arrivals.end(), trail.arrivals.begin(), trail.arrivals.end());
    for (const ArrivalId id : joined[one].arrivals) whose[id] = one;
  }
  std::erase_if(joined, [](const Trail& trail) { return trail.arrivals.empty(); });
  for (Trail& trail : joined) {
    std::ranges::sort(trail.arrivals);
    trail.arrivals.erase(std::ranges::unique(trail.arrivals).begin(), trail.arrivals.end());
  }
  trails = std::move(joined);
}

}  // namespace hoptrace::hops
