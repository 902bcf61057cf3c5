// Intrusions as they are shown: names, order, gaps and alternatives in sentences.
#pragma once

#include <map>
#include <span>
#include <string>

#include "hops/arrival.h"
#include "hops/borders.h"
#include "hops/intrusions.h"
#include "hops/log_cover.h"

namespace hoptrace::hops {

struct Told {
  const Arrivals& arrivals;
  const Names& names;
  const Clocks& clocks;
  const LogCover& sessions;   // logs of sessions
  const LogCover& processes;  // logs of Sysmon
  const std::map<ArrivalId, Crossing>& crossings;
  const std::map<ArrivalId, const Hop*>& hops;  // of all arrivals of the trail
};
[[nodiscard]] Intrusion tell(const Trail& trail, const Told& told);

}  // namespace hoptrace::hops
