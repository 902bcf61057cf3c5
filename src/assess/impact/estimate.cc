#include "assess/impact/estimate.h"

#include <algorithm>
#include <cmath>

namespace hoptrace::assess::impact {
namespace {

constexpr double kUsualSpread = 2;    // variance of flows' sizes in means², while few flows say otherwise
constexpr double kWeightOfUsual = 3;  // as if so many flows had said it
constexpr double kUnmeasured = 0.15;  // of the flows may be lost where nothing measured it
constexpr double kHostTellsAll = 0.6;

// How many flows were lost: mean and variance, and the chance of none.
struct Count {
  double mean = 0, variance = 0, none = 1;
};

Count lost_flows(const Seen& seen, const Kept& kept) {
  const double share = std::clamp(kept.share, 0.02, 1.0);
  const double all = seen.flows + seen.unsized;
  if (seen.told_by_host >= kHostTellsAll) {
    // The host counted its own flows: those that neither it nor the sensors have are few.
    const double told = std::min(seen.told_by_host, 1.0);
    const double more = std::max(seen.unsized, 1.0) * (1 - told) / told * (share < 0.999 ? 1.0 : 0.0);
    return {seen.unsized + more, more * 1.5, seen.unsized > 0 ? 0.0 : std::exp(-more)};
  }
  const double prior = 0.5, seen_flows = std::max(seen.flows, 0.0);
  double mean = (seen_flows + prior) * (1 - share) / share;
  double variance = mean / share;
  const double slope = (seen_flows + prior) / (share * share);  // of the mean, by the share
  variance += slope * slope * kept.spread * kept.spread;
  double none = std::pow(share, seen_flows + prior);
  if (seen.unsized > mean) mean = seen.unsized, none = 0;
  if (seen.unsized > 0) none = 0;
  return all > 0 ? Count{mean, variance, none} : Count{};
}

double lognormal(double mean, double variance, double normal) {
  if (mean <= 0) return 0;
  const double spread = std::log1p(variance / (mean * mean));
  return std::exp(std::log(mean) - spread / 2 + normal * std::sqrt(spread));
}

// Inverse of the normal distribution (Acklam's rational approximation, relative error below 1.2e-9).
double normal_at(double p) {
  constexpr double a[] = {-3.969683028665376e+01, 2.209460984245205e+02,  -2.759285104469687e+02,
                          1.383577518672690e+02,  -3.066479806614716e+01, 2.506628277459239e+00};
  constexpr double b[] = {-5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02,
                          6.680131188771972e+01, -1.328068155288572e+01};
  constexpr double c[] = {-7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00,
                          -2.549732539343734e+00, 4.374664141464968e+00,  2.938163982698783e+00};
  constexpr double d[] = {7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00};
  constexpr double kTail = 0.02425;
  p = std::clamp(p, 1e-9, 1 - 1e-9);
  if (p < kTail || p > 1 - kTail) {
    const double q = std::sqrt(-2 * std::log(std::min(p, 1 - p)));
    const double x = (((((c[0] * q + c[1]) * q + c[2]) * q + c[3]) * q + c[4]) * q + c[5]) /
                     ((((d[0] * q + d[1]) * q + d[2]) * q + d[3]) * q + 1);
    return p < kTail ? x : -x;
  }
  const double q = p - 0.5, r = q * q;
  return (((((a[0] * r + a[1]) * r + a[2]) * r + a[3]) * r + a[4]) * r + a[5]) * q /
         (((((b[0] * r + b[1]) * r + b[2]) * r + b[3]) * r + b[4]) * r + 1);
}

// The bytes of the lost flows below which the share `p` of the cases lies.
double lost_bytes(double p, const Seen& seen, const Count& lost) {
  if (lost.mean <= 0 || p <= lost.none) return 0;
  const double mean_size = seen.bytes / seen.flows;
  if (mean_size <= 0) return 0;
  const double plain =
      seen.flows > 1.5
          ? std::max(0.0, (seen.squares / seen.flows - mean_size * mean_size) * seen.flows / (seen.flows - 1)) /
                (mean_size * mean_size)
          : kUsualSpread;
  const double flows = seen.flows > 1.5 ? seen.flows - 1 : 0;
  const double relative = (flows * plain + kWeightOfUsual * kUsualSpread) / (flows + kWeightOfUsual);
  const double one = relative * mean_size * mean_size;  // variance of a flow's size
  const double some = 1 - lost.none;
  const double mean = lost.mean / some;  // where there are any
  const double variance = std::max(0.0, (lost.variance + lost.mean * lost.mean) / some - mean * mean);
  const double bytes = mean * mean_size;
  const double of_bytes = mean * one + variance * mean_size * mean_size + mean * mean * one / seen.flows;
  return lognormal(bytes, of_bytes, normal_at((p - lost.none) / some));
}

}  // namespace

Range estimate(const Seen& seen, const Kept& kept) {
  Range range;
  if (seen.flows < 0.5) return range;
  range.sized = true;
  const double floor = std::max(0.0, seen.bytes - seen.missed);
  const Count lost = lost_flows(seen, kept);
  range.low = floor + lost_bytes(0.05, seen, lost);
  range.best = seen.bytes + lost_bytes(0.5, seen, lost);
  range.high = seen.bytes + seen.missed + lost_bytes(0.95, seen, lost);
  if (!kept.measured) {
    const Count perhaps = lost_flows(seen, {1 - kUnmeasured, kUnmeasured / 2, false});
    range.high = std::max(range.high, seen.bytes + seen.missed + lost_bytes(0.95, seen, perhaps));
  }
  range.low = std::min(range.low, range.best);
  range.high = std::max(range.high, range.best);
  return range;
}

}  // namespace hoptrace::assess::impact
