#include "hops/intrusions.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "hops/chance.h"
#include "hops/joining.h"

namespace hoptrace::hops {
namespace {

constexpr std::int64_t kWeek = 7 * base::kDay;
constexpr double kBegins = 0.8;  // suspicion that begins a trail
constexpr auto kTicksInAnHour = static_cast<double>(base::kHour);
constexpr double kContinues = 0.5;   // ... that goes on from a host that is held, time and account weighed
constexpr double kLeadsBack = -0.2;  // log odds that an arrival is how somebody came who then set out
constexpr double kBackHours = 6;
// By these one can go on from the host; who only opens a share stays where they were.
constexpr Marks kStandsThere =
    kMarkRdp | kMarkWinrm | kMarkServiceRun | kMarkTask | kMarkWmi | kMarkDcom | kMarkSsh | kMarkAgent;
constexpr int kMostBack = 8;

class Trails {
 public:
  Trails(const Arrivals& arrivals, const Clocks& clocks, const Suspicion& suspicion)
      : arrivals_(arrivals), clocks_(clocks), suspicion_(suspicion) {}

  void add(ArrivalId id) {
    const Arrival& arrival = arrivals_.all[id];
    if (arrival.suspicion < 0.05) return;
    int trail = leads_to(arrival);
    if (trail >= 0 && continued(arrival) < kContinues) trail = -1;
    if (trail < 0 && arrival.suspicion < kBegins) return;
    if (trail < 0) {
      trail = static_cast<int>(trails_.size());
      trails_.emplace_back();
      parent_.push_back(trail);
    }
    trails_[static_cast<std::size_t>(trail)].push_back(id);
    accounts_.insert({trail, arrival.account});
    hold(arrival.to, arrival.time, trail);
    if (arrival.from != kNone) hold(arrival.from, arrival.time, trail);
  }

  [[nodiscard]] std::vector<Trail> take() {
    std::map<int, Trail> merged;
    for (std::size_t i = 0; i < trails_.size(); ++i) {
      auto& all = merged[root(static_cast<int>(i))].arrivals;
      all.insert(all.end(), trails_[i].begin(), trails_[i].end());
    }
    std::vector<Trail> result;
    for (auto& [number, trail] : merged) {
      std::ranges::sort(trail.arrivals);
      result.push_back(std::move(trail));
    }
    return result;
  }

 private:
  struct Held {
    std::int64_t since = 0, last = 0;
    int trail = -1;
  };

  int root(int trail) {
    while (parent_[static_cast<std::size_t>(trail)] != trail) trail = parent_[static_cast<std::size_t>(trail)];
    return trail;
  }

  // Suspicion of an arrival that a trail leads to: soon after the host was taken, as an account that came there, is
  // as an intruder would go on.
  double continued(const Arrival& arrival) const {
    const double s = std::clamp(static_cast<double>(arrival.suspicion), 0.01, 0.99);
    double sum = std::log(s / (1 - s));
    const auto held = held_.find(arrival.from);
    if (held != held_.end()) {
      const double hours = static_cast<double>(arrival.time - held->second.last) / kTicksInAnHour;
      sum += 2.2 * std::exp(-std::max(0.0, hours) / 2) - 0.5;
    }
    return 1 / (1 + std::exp(-sum));
  }

  // The trail that holds the host it came from, by an account that it has there or that is new there.
  int leads_to(const Arrival& arrival) {
    if (arrival.from != kNone) {
      const auto held = held_.find(arrival.from);
      if (held == held_.end() || held->second.last + kWeek < arrival.time) return -1;
      if (!clocks_.can_follow(held->second.since, arrival.from, arrival.time, arrival.to)) return -1;
      return root(held->second.trail);
    }
    // From nobody knows where: the trail that used the account last, or holds a host where it was live.
    std::pair<std::int64_t, int> latest{0, -1};
    for (const auto& [host, held] : held_) {
      const int trail = root(held.trail);
      if (held.last + kWeek < arrival.time || held.since > arrival.time) continue;
      if (accounts_.contains({trail, arrival.account}) || suspicion_.was_live(host, arrival.account, arrival.time))
        latest = std::max(latest, {held.last, trail});
    }
    return latest.second;
  }

  void hold(HostId host, std::int64_t time, int trail) {
    const auto [at, fresh] = held_.try_emplace(host, Held{time, time, trail});
    if (!fresh) at->second.trail = trail;
    if (!fresh && at->second.last + kWeek < time) at->second.since = time;
    at->second.last = std::max(at->second.last, time);
  }

  const Arrivals& arrivals_;
  const Clocks& clocks_;
  const Suspicion& suspicion_;
  std::vector<std::vector<ArrivalId>> trails_;
  std::vector<int> parent_;
  std::map<HostId, Held> held_;
  std::set<std::pair<int, AccountId>> accounts_;
};

// How whoever set out from a host had come there: the arrival before it that is the likeliest, soon before or still
// open, as suspicious as habit allows. Repeated until nothing leads back.
void lead_back(Trail& trail, const Arrivals& arrivals, const std::map<HostId, std::vector<ArrivalId>>& into) {
  std::set<ArrivalId> have(trail.arrivals.begin(), trail.arrivals.end());
  for (int step = 0; step < kMostBack; ++step) {
    const Trail before{.arrivals = {have.begin(), have.end()}};
    std::vector<ArrivalId> loose{before.arrivals.front()};
    std::set<HostId> reached;
    for (const ArrivalId id : before.arrivals) {
      const Arrival& arrival = arrivals.all[id];
      if (arrival.from != kNone && !reached.contains(arrival.from)) loose.push_back(id);
      reached.insert(arrival.to);
    }
    ArrivalId best = 0;
    double most = kLeadsBack;
    for (const ArrivalId id : loose) {
      const Arrival& next = arrivals.all[id];
      const auto at = into.find(next.from);
      if (next.from == kNone || at == into.end()) continue;
      for (auto one = std::ranges::lower_bound(at->second, id); one != at->second.begin();) {
        const Arrival& arrival = arrivals.all[*--one];
        const double hours = static_cast<double>(next.time - arrival.time) / kTicksInAnHour;
        if (hours > kBackHours) break;
        if ((arrival.marks & kStandsThere) == 0) continue;
        const double s = std::clamp(static_cast<double>(arrival.suspicion), 0.01, 0.99);
        const bool open = arrival.until() >= next.time;
        const double sum = std::log(s / (1 - s)) + 2.4 * std::exp(-hours) + (open ? 0.6 : 0);
        if (sum > most && !have.contains(*one)) most = sum, best = *one;
      }
    }
    if (most == kLeadsBack) break;
    have.insert(best);
  }
  trail.arrivals.assign(have.begin(), have.end());
}

// As strong as its parts together, each counting for what it is above doubt; one alone is not enough.
double score_of(const Trail& trail, const Arrivals& arrivals) {
  double sum = -1.5;
  for (const ArrivalId id : trail.arrivals) {
    const double s = std::clamp(static_cast<double>(arrivals.all[id].suspicion), 0.01, 0.99);
    sum += std::clamp(std::log(s / (1 - s)), -0.5, 2.0);
  }
  return 1 / (1 + std::exp(-sum));
}

}  // namespace

std::vector<Trail> seeded_trails(Arrivals& arrivals, const Rows& rows, const Clocks& clocks,
                                 const Suspicion& suspicion, const Stays& stays, const LogCover& processes,
                                 std::span<const SeedAt> seeds) {
  Beliefs beliefs(arrivals, clocks, suspicion, stays, processes);
  for (const SeedAt& seed : seeds) {
    Deed deed{.host = seed.host, .time = seed.time};
    if (seed.account != kNone) deed.accounts.push_back(seed.account);
    beliefs.found(seed.row ? stays.deed_of(rows[*seed.row]) : deed, seed.weight);
  }
  beliefs.settle();
  std::vector<Trail> trails;
  for (Beliefs::Believed& one : beliefs.believed()) {
    for (const ArrivalId id : one.arrivals)
      arrivals.all[id].suspicion = static_cast<float>(1 / (1 + std::exp(-beliefs.odds(id))));
    trails.push_back({.arrivals = std::move(one.arrivals),
                      .score = 1 / (1 + std::exp(-one.odds)),
                      .seeded = true,
                      .began_at = one.screen});
  }
  return trails;
}

void add_unseeded_trails(std::vector<Trail>& trails, const Arrivals& arrivals, const Clocks& clocks,
                         const Suspicion& suspicion, const TrailOptions& options) {
  std::set<ArrivalId> taken;
  for (const Trail& trail : trails) taken.insert(trail.arrivals.begin(), trail.arrivals.end());
  Trails found(arrivals, clocks, suspicion);
  for (std::size_t i = 0; i < arrivals.all.size(); ++i)
    if (!taken.contains(static_cast<ArrivalId>(i))) found.add(static_cast<ArrivalId>(i));
  std::vector<Trail> all = found.take();
  std::map<HostId, std::vector<ArrivalId>> into;
  for (std::size_t i = 0; i < arrivals.all.size(); ++i) into[arrivals.all[i].to].push_back(static_cast<ArrivalId>(i));
  for (Trail& trail : all) {
    lead_back(trail, arrivals, into);
  }
  join_by_way_in(all, arrivals, suspicion, into);
  const Chance chance(suspicion.strange(), arrivals, options.logons);
  for (Trail& trail : all) {
    trail.score = score_of(trail, arrivals);
    if (Chance::is_told(chance.per_million(trail.arrivals), options.alarms_per_million))
      trails.push_back(std::move(trail));
  }
  std::ranges::stable_sort(trails, {}, [&](const Trail& trail) { return arrivals.all[trail.arrivals.front()].time; });
}

std::vector<HostId> unexplained(const Trail& trail, const Arrivals& arrivals) {
  std::set<HostId> reached;
  std::vector<HostId> result;
  for (const ArrivalId id : trail.arrivals) {
    const Arrival& arrival = arrivals.all[id];
    const bool begins = id == trail.arrivals.front();
    if (!begins && arrival.from != kNone && !reached.contains(arrival.from)) result.push_back(arrival.from);
    if (arrival.from != kNone) reached.insert(arrival.from);
    reached.insert(arrival.to);
  }
  return result;
}

}  // namespace hoptrace::hops
