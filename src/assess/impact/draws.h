// Draws: random numbers that are the same in every run on every machine, of the distributions that estimates need.
#pragma once

#include <cstdint>

namespace hoptrace::assess::impact {

// Inverse of the normal distribution.
[[nodiscard]] double normal_quantile(double p);

class Draws {
 public:
  explicit Draws(std::uint64_t seed) : state_(seed) {}
  [[nodiscard]] double uniform();  // (0, 1)
  [[nodiscard]] double normal() { return normal_quantile(uniform()); }
  [[nodiscard]] double gamma(double shape);  // of scale 1; Wilson and Hilferty's approximation
  [[nodiscard]] double poisson(double mean);

 private:
  std::uint64_t state_;
};

}  // namespace hoptrace::assess::impact
