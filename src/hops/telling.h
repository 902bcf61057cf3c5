// Telling: hops as they are shown, from arrivals: names for numbers, sentences for flags.
#pragma once

#include "hops/arrival.h"
#include "hops/clocks.h"
#include "hops/identity.h"

namespace hoptrace::hops {

// Not told here: suspicion's reasons and borders (suspicion.h, borders.h), which add theirs.
[[nodiscard]] Hop tell(const Arrival& arrival, const Arrivals& arrivals, const Rows& rows, const Names& names,
                       const Clocks& clocks);

}  // namespace hoptrace::hops
