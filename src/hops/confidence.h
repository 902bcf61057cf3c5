// Confidence: whether an arrival happened, by who says so. One vote for each kind of witness, whatever the number of
// its records: many records of one log can be wrong together.
#pragma once

#include "hops/arrival.h"

namespace hoptrace::hops {

[[nodiscard]] Status status_of(const Arrival& arrival);
// The logistic function of the witnesses' log likelihood ratios.
[[nodiscard]] double confidence_of(const Arrival& arrival);

}  // namespace hoptrace::hops
