// Training: the model's weights out of held-out reports.
#pragma once

#include <span>
#include <vector>

#include "assess/attribution/weights.h"
#include "reports.h"

namespace hoptrace::bench {

// How often the group behind an intrusion is none of the tables', in training and in grading.
inline constexpr double kUnknownShare = 0.3;

// First which group it was, given that it is a known one; then, with those weights, the known ones against the
// unknown.
[[nodiscard]] assess::Weights train(std::span<const HeldOut* const> reports);

}  // namespace hoptrace::bench
