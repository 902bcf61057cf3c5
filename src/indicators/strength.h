// Strength: what an indicator says about an event of a given time.
//
// Domains, URLs, mail addresses and network addresses change hands: their worth halves with every half-life that has
// passed between publication and the event (indicator.cc: 730 days for names, 365 for addresses; our own choice,
// made so that a "medium" domain of a 2017 report no longer makes a finding in an event of 2020). An event before the
// publication counts in full: that is when the intruder used it. Hashes, file names and the like do not age.
//   high = 1.0, medium = 0.6, low = 0.2 at publication; then 0.75 and more is high, 0.3 and more is medium, less is
//   low.
#pragma once

#include "indicators/indicator.h"

namespace hoptrace::indicators {

[[nodiscard]] Confidence strength_at(const Indicator& indicator, std::optional<base::Time> event_time);

// Whether it may be a finding by itself there; if not, it is context of another finding on the same record.
[[nodiscard]] bool stands_alone(const Indicator& indicator, std::optional<base::Time> event_time);

}  // namespace hoptrace::indicators
