// slow_lookup(): the same as Scanner, done the obvious way: each indicator is looked for by itself in each value, at
// every place, and the borders are asked each time. For tests; and for whoever doubts the scanner.
#pragma once

#include <vector>

#include "event/event.h"
#include "indicators/indicator_index.h"
#include "indicators/lookup.h"

namespace hoptrace::indicators {

[[nodiscard]] std::vector<Sighting> slow_lookup(const IndicatorIndex& index, const event::Event& event);

}  // namespace hoptrace::indicators
