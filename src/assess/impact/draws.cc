#include "assess/impact/draws.h"

#include <algorithm>
#include <cmath>

namespace hoptrace::assess::impact {

// Acklam's rational approximation, relative error below 1.2e-9.
double normal_quantile(double p) {
  constexpr double kA[] = {-3.969683028665376e+01, 2.209460984245205e+02,  -2.759285104469687e+02,
                           1.383577518672690e+02,  -3.066479806614716e+01, 2.506628277459239e+00};
  constexpr double kB[] = {-5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02,
                           6.680131188771972e+01, -1.328068155288572e+01};
  constexpr double kC[] = {-7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00,
                           -2.549732539343734e+00, 4.374664141464968e+00,  2.938163982698783e+00};
  constexpr double kD[] = {7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00,
                           3.754408661907416e+00};
  constexpr double kTail = 0.02425;
  p = std::clamp(p, 1e-12, 1 - 1e-12);
  if (p < kTail || p > 1 - kTail) {
    const double q = std::sqrt(-2 * std::log(std::min(p, 1 - p)));
    const double x = (((((kC[0] * q + kC[1]) * q + kC[2]) * q + kC[3]) * q + kC[4]) * q + kC[5]) /
                     ((((kD[0] * q + kD[1]) * q + kD[2]) * q + kD[3]) * q + 1);
    return p < kTail ? x : -x;
  }
  const double q = p - 0.5, r = q * q;
  return (((((kA[0] * r + kA[1]) * r + kA[2]) * r + kA[3]) * r + kA[4]) * r + kA[5]) * q /
         (((((kB[0] * r + kB[1]) * r + kB[2]) * r + kB[3]) * r + kB[4]) * r + 1);
}

// SplitMix64 (Steele, Lea, Flood 2014).
double Draws::uniform() {
  std::uint64_t x = state_ += 0x9E3779B97F4A7C15ULL;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
  x ^= x >> 31;
  return (static_cast<double>(x >> 11) + 0.5) / 9007199254740992.0;
}

double Draws::gamma(double shape) {
  const double ninth = 1 / (9 * shape);
  const double root = 1 - ninth + normal() * std::sqrt(ninth);
  return root <= 0 ? 0 : shape * root * root * root;
}

double Draws::poisson(double mean) {
  if (mean <= 0) return 0;
  if (mean > 40) return std::max(0.0, std::round(mean + normal() * std::sqrt(mean)));
  const double floor = std::exp(-mean);
  double product = uniform(), count = 0;
  for (; product > floor; product *= uniform()) ++count;
  return count;
}

}  // namespace hoptrace::assess::impact
