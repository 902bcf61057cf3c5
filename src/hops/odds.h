// Odds: chances as log odds, in which independent evidence adds up.
#pragma once

#include <cmath>

namespace hoptrace::hops {

// That an arrival is an intruder's although the stay that it set out from is not.
constexpr double kOutOfNowhere = 0.0003;

[[nodiscard]] inline double sigmoid(double odds) {
  return 1 / (1 + std::exp(-odds));
}

[[nodiscard]] inline double logit(double chance) {
  return std::log(chance / (1 - chance));
}

}  // namespace hoptrace::hops
