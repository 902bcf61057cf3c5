// Plain tempered Bayes, to compare with: each item is independent of all others given the group, likelihoods are
// taken to the power of one half, the unknown has a prior of 0.02 and the likelihood of the background.
#pragma once

#include <span>
#include <vector>

#include "assess/attribution/features.h"
#include "assess/attribution/profiles.h"

namespace hoptrace::bench {

// The probability of each group, and last of the unknown.
[[nodiscard]] std::vector<double> plain_bayes(const assess::Profiles& profiles,
                                              std::span<const assess::SeenItem> seen);

}  // namespace hoptrace::bench
