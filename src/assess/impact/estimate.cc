#include "assess/impact/estimate.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "assess/impact/draws.h"

namespace hoptrace::assess::impact {
namespace {

constexpr int kDraws = 600;
constexpr std::uint64_t kSeed = 20'170'403;
constexpr double kUnmeasured =
    0.3;  // of the flows may be lost at most where nothing measured it: on average half of it
constexpr double kHostTellsAll = 0.6;  // of its flows: then its log counts them
constexpr double kLargest = 20;        // a lost flow is at most so many times as large as the largest seen
constexpr double kOneByOne = 60;       // lost flows; more are drawn as a sum
constexpr double kWidestVariance = 9;  // of logarithms

// What is believed of the logarithm of a flow's size (normal, inverse gamma).
struct Belief {
  double mean = 0, weight = 0.5, variance = 2, freedom = 2;
  void learn(const LogSizes& sizes, double most_weight, double most_freedom) {
    if (sizes.flows < 0.5) return;
    const double n = std::min(sizes.flows, most_weight), f = std::min(sizes.flows, most_freedom);
    const double apart = sizes.mean() - mean;
    const double sum =
        variance * freedom + sizes.variance() * std::max(f - 1, 0.0) + apart * apart * weight * n / (weight + n);
    mean = (mean * weight + sizes.mean() * n) / (weight + n);
    weight += n;
    freedom += f;
    variance = sum / freedom;
  }
};

Belief belief_of(const Sizes& sizes) {
  Belief belief;
  belief.mean = sizes.all.flows > 0 ? sizes.all.mean() : sizes.own.mean();
  belief.variance = std::clamp(sizes.all.variance(), 1.0, kWidestVariance);
  belief.learn(sizes.others, 4, 10);
  belief.learn(sizes.own, 1e9, 1e9);
  return belief;
}

double lost_of(const Seen& host, double share, Draws& draws) {
  if (host.told_by_host >= kHostTellsAll) {
    const double told = std::min(host.told_by_host, 1.0);
    return std::round(host.unsized) +
           draws.poisson(std::max(host.unsized, 0.5) * (1 - told) / told * (share < 0.999 ? 1 : 0));
  }
  const double lost = share >= 1 ? 0 : draws.poisson(draws.gamma(host.flows + 0.5) * (1 - share) / share);
  return std::max(lost, std::round(host.unsized));
}

double bytes_of(double flows, const Belief& belief, double most, Draws& draws) {
  const double chi = std::max(2 * draws.gamma(belief.freedom / 2), 0.05);
  const double variance = std::min(belief.variance * belief.freedom / chi, kWidestVariance);
  const double mean = belief.mean + draws.normal() * std::sqrt(variance / belief.weight);
  if (flows > kOneByOne) {
    const double one = std::min(std::exp(std::min(mean + variance / 2, 60.0)), most);
    const double apart = std::sqrt(std::expm1(variance) / flows);
    return flows * one * std::max(0.1, 1 + apart * draws.normal());
  }
  double sum = 0;
  for (double i = 0; i < flows; ++i)
    sum += std::min(std::exp(std::min(mean + std::sqrt(variance) * draws.normal(), 60.0)), most);
  return sum;
}

std::vector<double> lost_bytes(std::span<const Seen> hosts, const Sizes& sizes, const Kept& kept) {
  const Belief belief = belief_of(sizes);
  const double most = kLargest * std::max({sizes.own.biggest, sizes.others.biggest, 1.0});
  Draws draws(kSeed);
  std::vector<double> out;
  for (int i = 0; i < kDraws; ++i) {
    const double share = kept.measured ? std::clamp(kept.share + kept.spread * draws.normal(), 0.02, 1.0)
                                       : 1 - kUnmeasured * draws.uniform();
    double flows = 0;
    for (const Seen& host : hosts) flows += lost_of(host, share, draws);
    out.push_back(flows > 0 ? bytes_of(flows, belief, most, draws) : 0);
  }
  std::ranges::sort(out);
  return out;
}

double at(const std::vector<double>& sorted, double p) {
  return sorted[static_cast<std::size_t>(std::lround(p * static_cast<double>(sorted.size() - 1)))];
}

}  // namespace

void LogSizes::add(double count, double bytes, double bytes_squared) {
  if (count < 1e-6) return;
  const double size = std::max(bytes / count, 1.0);
  const double spread = std::log(std::max(1.0, bytes_squared / count / (size * size)));
  const double middle = std::log(size) - spread / 2;
  flows += count;
  sum += count * middle;
  squares += count * (middle * middle + spread);
  biggest = std::max(biggest, size);
}

void LogSizes::join(const LogSizes& more) {
  flows += more.flows, sum += more.sum, squares += more.squares;
  biggest = std::max(biggest, more.biggest);
}

void LogSizes::leave(const LogSizes& part) {
  flows = std::max(0.0, flows - part.flows);
  sum -= part.sum, squares -= part.squares;
  if (flows < 0.5) flows = sum = squares = 0;
}

double LogSizes::variance() const {
  return flows < 1.5 ? 0 : std::max(0.0, (squares - sum * sum / flows) / (flows - 1));
}

Range estimate(std::span<const Seen> hosts, const Sizes& sizes, const Kept& kept) {
  Seen all;
  for (const Seen& host : hosts) {
    all.flows += host.flows, all.bytes += host.bytes, all.missed += host.missed, all.unsized += host.unsized;
  }
  Range range;
  if (all.flows < 0.5) return range;
  range.sized = true;
  range.low = std::max(0.0, all.bytes - all.missed);
  range.best = all.bytes;
  range.high = all.bytes + all.missed;
  if (kept.measured && kept.share >= 1 && all.unsized < 0.5) return range;
  const std::vector<double> lost = lost_bytes(hosts, sizes, kept);
  range.high += at(lost, 0.95);
  if (!kept.measured && all.unsized < 0.5) return range;
  range.low += at(lost, 0.05);
  range.best += at(lost, 0.5);
  return range;
}

}  // namespace hoptrace::assess::impact
