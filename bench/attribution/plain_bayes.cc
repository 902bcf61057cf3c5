#include "plain_bayes.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace hoptrace::bench {

std::vector<double> plain_bayes(const assess::Profiles& p, std::span<const assess::SeenItem> seen) {
  constexpr double kPower = 0.5, kUnknownPrior = 0.02, kSmoothing = 50;
  constexpr double kNever = -std::numeric_limits<double>::infinity();
  std::vector<double> out(p.groups + 1, kNever);
  double all = 0;
  for (const std::uint32_t n : p.shared_by) all += n + 0.5;
  double known = 0;
  for (assess::GroupIndex g = 0; g < p.groups; ++g) known += p.known(g) ? 1 : 0;
  for (assess::GroupIndex g = 0; g < p.groups; ++g) {
    if (!p.known(g)) continue;
    double size = 0;
    for (assess::ItemIndex i = 0; i < p.items; ++i) size += p.uses(g, i) ? 1 : 0;
    double log = 0;
    for (const assess::SeenItem& s : seen) {
      const double background = (p.shared_by[s.item] + 0.5) / all;
      log += std::log(((p.uses(g, s.item) ? 1 : 0) + kSmoothing * background) / (size + kSmoothing));
    }
    out[g] = std::log((1 - kUnknownPrior) / known) + kPower * log;
  }
  double log = 0;
  for (const assess::SeenItem& s : seen) log += std::log((p.shared_by[s.item] + 0.5) / all);
  out[p.groups] = std::log(kUnknownPrior) + kPower * log;
  const double highest = std::ranges::max(out);
  double sum = 0;
  for (double& v : out) sum += v = std::exp(v - highest);
  for (double& v : out) v /= sum;
  return out;
}

}  // namespace hoptrace::bench
