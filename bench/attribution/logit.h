// Conditional logit (McFadden 1974), fitted by Newton's method with a ridge: which of several alternatives was it,
// given a row of numbers for each.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace hoptrace::bench {

struct Choice {
  std::vector<double> rows;  // alternatives × width
  std::size_t chosen = 0;    // which alternative was right
  double weight = 1;
};

// The weights that make the right alternatives likeliest, each pulled to 0 as by `ridge` observations.
[[nodiscard]] std::vector<double> fit(std::span<const Choice* const> choices, std::size_t width, double ridge);

}  // namespace hoptrace::bench
