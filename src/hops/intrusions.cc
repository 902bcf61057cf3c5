#include "hops/intrusions.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "hops/chance.h"
#include "hops/joining.h"

namespace hoptrace::hops {
namespace {

constexpr std::int64_t kWeek = 7LL * 86400 * base::Time::kTicksPerSecond;
constexpr double kBegins = 0.8;  // suspicion that begins a trail
constexpr double kHour = 3600.0 * base::Time::kTicksPerSecond;
constexpr double kContinues = 0.5;     // ... that goes on from a host that is held, time and account weighed
constexpr double kBeginsAtSeed = 0.2;  // ... where something that leaves no doubt was found at either end
constexpr double kStrongSeed = 0.8;
constexpr double kLeadsBack = -0.2;  // log odds that an arrival is how somebody came who then set out
constexpr double kBackHours = 6;
// By these one can go on from the host; who only opens a share stays where they were.
constexpr Marks kStandsThere =
    kMarkRdp | kMarkWinrm | kMarkServiceRun | kMarkTask | kMarkWmi | kMarkDcom | kMarkSsh | kMarkAgent;
constexpr int kMostBack = 8;
constexpr double kNearSeed = 12 * 3600.0 * base::Time::kTicksPerSecond;

class Trails {
 public:
  Trails(const Arrivals& arrivals, const Clocks& clocks, const Suspicion& suspicion, std::span<const SeedAt> seeds)
      : arrivals_(arrivals), clocks_(clocks), suspicion_(suspicion) {
    for (const SeedAt& seed : seeds)
      if (seed.weight >= kStrongSeed) seeds_.insert({seed.host, seed.time});
  }

  void add(ArrivalId id) {
    const Arrival& arrival = arrivals_.all[id];
    if (arrival.suspicion < 0.05) return;
    int trail = leads_to(arrival);
    if (trail >= 0 && continued(arrival) < kContinues) trail = -1;
    if (trail < 0 && arrival.suspicion < (has_seed(arrival) ? kBeginsAtSeed : kBegins)) return;
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

  // Something was found within the hour on the host that it came from, or after it on the one that it came to.
  bool has_seed(const Arrival& arrival) const {
    const auto within = [&](HostId host, double before, double after) {
      const auto at = seeds_.lower_bound({host, arrival.time - static_cast<std::int64_t>(before * kHour)});
      return host != kNone && at != seeds_.end() && at->first == host &&
             at->second <= arrival.time + static_cast<std::int64_t>(after * kHour);
    };
    return within(arrival.from, 1, 0.1) || within(arrival.to, 0.05, 1);
  }

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
      const double hours = static_cast<double>(arrival.time - held->second.last) / kHour;
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
  std::set<std::pair<HostId, std::int64_t>> seeds_;
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
        const double hours = static_cast<double>(next.time - arrival.time) / kHour;
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

bool is_seeded(const Trail& trail, const Arrivals& arrivals, std::span<const SeedAt> seeds) {
  for (const ArrivalId id : trail.arrivals) {
    const Arrival& arrival = arrivals.all[id];
    for (const SeedAt& seed : seeds) {
      if (seed.host != arrival.from && seed.host != arrival.to) continue;
      if (seed.account != kNone && seed.account != arrival.account) continue;
      if (std::abs(static_cast<double>(seed.time - arrival.time)) < kNearSeed) return true;
    }
  }
  return false;
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

std::vector<Trail> find_trails(const Arrivals& arrivals, const Clocks& clocks, const Suspicion& suspicion,
                               std::span<const SeedAt> seeds, const TrailOptions& options) {
  Trails trails(arrivals, clocks, suspicion, seeds);
  for (std::size_t i = 0; i < arrivals.all.size(); ++i) trails.add(static_cast<ArrivalId>(i));
  std::vector<Trail> all = trails.take();
  std::map<HostId, std::vector<ArrivalId>> into;
  for (std::size_t i = 0; i < arrivals.all.size(); ++i) into[arrivals.all[i].to].push_back(static_cast<ArrivalId>(i));
  for (Trail& trail : all) {
    lead_back(trail, arrivals, into);
    trail.seeded = is_seeded(trail, arrivals, seeds);
  }
  if (options.unseeded) join_by_way_in(all, arrivals, suspicion, into);
  for (Trail& trail : all) trail.score = score_of(trail, arrivals);
  const Chance chance(suspicion.strange(), arrivals, options.logons);
  std::erase_if(all, [&](const Trail& trail) {
    return !trail.seeded &&
           !(options.unseeded && Chance::is_told(chance.per_million(trail.arrivals), options.alarms_per_million));
  });
  std::ranges::stable_sort(all, {}, [&](const Trail& trail) { return arrivals.all[trail.arrivals.front()].time; });
  return all;
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
