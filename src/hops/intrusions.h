// Intrusions: which arrivals belong together as one intruder's way.
//
// Where something was found (a seed), what hangs together with it is believed or not (beliefs.h). Without a seed, in
// time order each arrival that is suspicious enough joins the intrusion that holds the host it came from, or that
// has the credentials it used (an account that was live on a host which the intruder held is usable from then, for a
// week); one that nothing leads to begins an intrusion of its own. Once a host is held, less is asked of what leads
// away from it. Intrusions that share nothing stay two; those that meet on a host become one.
//
// Without a seed an intrusion is told only if it is strong enough, and no more than the alarm budget allows, the
// strongest first.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "hops/arrival.h"
#include "hops/beliefs.h"
#include "hops/clocks.h"
#include "hops/suspicion.h"

namespace hoptrace::hops {

struct Trail {
  std::vector<ArrivalId> arrivals;  // by time
  double score = 0;                 // 0..1
  bool seeded = false;
  HostId began_at = kNone;  // at whose screen the intruder sat first, where something was found there
};

struct TrailOptions {
  double alarms_per_million = 2;
  std::uint64_t logons = 0;
};

// Those that seeds point to. What is believed of an arrival becomes its suspicion.
[[nodiscard]] std::vector<Trail> seeded_trails(Arrivals& arrivals, const Rows& rows, const Clocks& clocks,
                                               const Suspicion& suspicion, const Stays& stays,
                                               const LogCover& processes, std::span<const SeedAt> seeds);
// Adds those that no seed points to; all are then in order of their first arrivals.
void add_unseeded_trails(std::vector<Trail>& trails, const Arrivals& arrivals, const Clocks& clocks,
                         const Suspicion& suspicion, const TrailOptions& options);

// Hosts from which a trail sets out though nothing in it leads there, but for its beginning.
[[nodiscard]] std::vector<HostId> unexplained(const Trail& trail, const Arrivals& arrivals);

}  // namespace hoptrace::hops
