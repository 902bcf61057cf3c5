#include "hops/joining.h"

#include <algorithm>
#include <set>

namespace hoptrace::hops {
namespace {

constexpr std::int64_t kBack = 8 * base::kHour;
constexpr int kMostSteps = 6, kMostBetween = 3;
constexpr std::size_t kMostWays = 12, kMostLookedAt = 2'000;
// By these one has a session on the host from which one can go on.
constexpr Marks kStands =
    kMarkRdp | kMarkWinrm | kMarkServiceRun | kMarkService | kMarkTask | kMarkWmi | kMarkDcom | kMarkSsh | kMarkAgent;

using Into = std::map<HostId, std::vector<ArrivalId>>;
using Whose = std::map<ArrivalId, std::size_t>;

class WaysIn {
 public:
  WaysIn(const Arrivals& arrivals, const Suspicion& suspicion, const Into& into)
      : arrivals_(arrivals), suspicion_(suspicion), into_(into) {}

  // How whoever made this arrival can have come to where it came from, the latest first: as the account whose session
  // used the credentials, if a record says whose it was.
  [[nodiscard]] std::vector<ArrivalId> before(ArrivalId id) const {
    const Arrival& next = arrivals_.all[id];
    const auto at = into_.find(next.from);
    if (next.from == kNone || at == into_.end()) return {};
    const AccountId acted = suspicion_.acted(next, arrivals_);
    std::vector<ArrivalId> ways;
    for (auto one = std::ranges::lower_bound(at->second, id); one != at->second.begin() && ways.size() < kMostWays;) {
      const Arrival& way = arrivals_.all[*--one];
      const bool open = way.until() >= next.time;
      if (!open && next.time - way.time > kBack) break;
      if ((way.marks & kStands) != 0 && (acted == kNone || way.account == acted)) ways.push_back(*one);
    }
    return ways;
  }

  // The way from something strange to this arrival, with at most so many arrivals between; empty: there is none.
  [[nodiscard]] std::vector<ArrivalId> from_strange(ArrivalId id, const Whose& whose, int between,
                                                    std::size_t& looked_at) const {
    if (++looked_at > kMostLookedAt) return {};
    const std::vector<ArrivalId> ways = before(id);
    for (const ArrivalId way : ways)
      if (whose.contains(way)) return {way};
    if (between == 0) return {};
    for (const ArrivalId way : ways) {
      std::vector<ArrivalId> all = from_strange(way, whose, between - 1, looked_at);
      if (all.empty()) continue;
      all.push_back(way);
      return all;
    }
    return {};
  }

 private:
  const Arrivals& arrivals_;
  const Suspicion& suspicion_;
  const Into& into_;
};

void lead_in(Trail& trail, const WaysIn& ways, const Whose& whose) {
  const ArrivalId begins = trail.arrivals.front();
  std::size_t looked_at = 0;
  if (const auto all = ways.from_strange(begins, whose, kMostBetween, looked_at); !all.empty()) {
    trail.arrivals.insert(trail.arrivals.begin(), all.begin(), all.end());
    return;
  }
  for (int step = 0; step < kMostSteps; ++step) {
    const auto before = ways.before(trail.arrivals.front());
    if (before.empty()) return;
    trail.arrivals.insert(trail.arrivals.begin(), before.front());
  }
}

}  // namespace

void join_by_way_in(std::vector<Trail>& trails, const Arrivals& arrivals, const Suspicion& suspicion,
                    const Into& into) {
  // Where nothing is strange, nothing will be told (chance.h).
  std::erase_if(trails, [&](const Trail& trail) {
    return !trail.seeded && std::ranges::none_of(trail.arrivals, [&](const ArrivalId id) {
      return !suspicion.strange().acts_of(id).empty();
    });
  });
  const WaysIn ways(arrivals, suspicion, into);
  Whose whose;
  std::vector<Trail> joined;
  for (Trail& trail : trails) {
    if (trail.seeded) {
      joined.push_back(std::move(trail));
      continue;
    }
    lead_in(trail, ways, whose);
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
