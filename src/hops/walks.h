// Walks: time-respecting ways through arrivals. A walk may come to a host again (paths that may not are NP-hard to
// find, docs/hops.md); going straight back is left out. Nothing is enumerated: one pass over the arrivals in time
// order, with at most kMostLabels labels a host.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "hops/arrival.h"
#include "hops/clocks.h"

namespace hoptrace::hops {

constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

// The earliest time at which each host can be reached from `start` (by host; kNever: not at all), and the latest at
// which one can still leave it and get to `end` (-kNever: not at all).
[[nodiscard]] std::vector<std::int64_t> earliest(std::span<const Arrival> by_time, const Clocks& clocks,
                                                 std::size_t hosts, HostId start, std::int64_t from);
[[nodiscard]] std::vector<std::int64_t> latest(std::span<const Arrival> by_time, const Clocks& clocks,
                                               std::size_t hosts, HostId end, std::int64_t until);
// Whether an arrival is on a way from the one to the other.
[[nodiscard]] bool in_corridor(const Arrival& arrival, const Clocks& clocks, const std::vector<std::int64_t>& forward,
                               const std::vector<std::int64_t>& backward);

struct Walk {
  double cost = 0;
  std::vector<ArrivalId> arrivals;
};
// The `most` walks of least cost (unlikely and habitual arrivals cost more), the best first. At most 2^21 arrivals
// are looked at.
[[nodiscard]] std::vector<Walk> best_walks(std::span<const Arrival> by_time, const Clocks& clocks, HostId start,
                                           std::int64_t from, HostId end, std::int64_t until, std::size_t most);

}  // namespace hoptrace::hops
