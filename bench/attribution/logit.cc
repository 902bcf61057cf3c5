#include "logit.h"

#include <algorithm>
#include <cmath>

namespace hoptrace::bench {
namespace {

using Numbers = std::vector<double>;

Numbers scores(const Choice& choice, const Numbers& weights) {
  const std::size_t width = weights.size();
  Numbers out(choice.rows.size() / width);
  for (std::size_t a = 0; a < out.size(); ++a)
    for (std::size_t k = 0; k < width; ++k) out[a] += choice.rows[a * width + k] * weights[k];
  return out;
}

// Turns scores into probabilities; gives the log-probability of `chosen`.
double soften(Numbers& values, std::size_t chosen) {
  const double highest = std::ranges::max(values), right = values[chosen];
  double sum = 0;
  for (double& v : values) sum += v = std::exp(v - highest);
  for (double& v : values) v /= sum;
  return right - highest - std::log(sum);
}

double likelihood(std::span<const Choice* const> choices, const Numbers& weights, double ridge) {
  double out = 0;
  for (const Choice* const c : choices) {
    Numbers p = scores(*c, weights);
    out += c->weight * soften(p, c->chosen);
  }
  for (const double w : weights) out -= 0.5 * ridge * w * w;
  return out;
}

struct Slope {
  Numbers gradient, curvature;  // curvature: width × width
};

void add_choice(const Choice& c, const Numbers& weights, Slope& slope) {
  const std::size_t width = weights.size();
  Numbers p = scores(c, weights), mean(width), row(width);
  soften(p, c.chosen);
  for (std::size_t a = 0; a < p.size(); ++a)
    for (std::size_t k = 0; k < width; ++k) mean[k] += p[a] * c.rows[a * width + k];
  for (std::size_t k = 0; k < width; ++k) slope.gradient[k] += c.weight * (c.rows[c.chosen * width + k] - mean[k]);
  for (std::size_t a = 0; a < p.size(); ++a) {
    if (p[a] < 1e-9) continue;
    for (std::size_t k = 0; k < width; ++k) row[k] = c.rows[a * width + k] - mean[k];
    for (std::size_t k = 0; k < width; ++k)
      for (std::size_t l = 0; l <= k; ++l) slope.curvature[k * width + l] += c.weight * p[a] * row[k] * row[l];
  }
}

// Solves curvature · x = gradient by Cholesky; the ridge keeps the matrix positive.
Numbers solve(Slope slope) {
  const std::size_t n = slope.gradient.size();
  Numbers& m = slope.curvature;
  Numbers x = slope.gradient;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = m[i * n + j];
      for (std::size_t k = 0; k < j; ++k) sum -= m[i * n + k] * m[j * n + k];
      m[i * n + j] = i == j ? std::sqrt(std::max(sum, 1e-12)) : sum / m[j * n + j];
    }
  }
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = 0; k < i; ++k) x[i] -= m[i * n + k] * x[k];
    x[i] /= m[i * n + i];
  }
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t k = i + 1; k < n; ++k) x[i] -= m[k * n + i] * x[k];
    x[i] /= m[i * n + i];
  }
  return x;
}

}  // namespace

std::vector<double> fit(std::span<const Choice* const> choices, std::size_t width, double ridge) {
  constexpr int kMostSteps = 20;
  constexpr double kEnough = 1e-3;
  Numbers weights(width);
  double best = likelihood(choices, weights, ridge);
  for (int step = 0; step < kMostSteps; ++step) {
    Slope slope{Numbers(width), Numbers(width * width)};
    for (std::size_t k = 0; k < width; ++k) {
      slope.gradient[k] = -ridge * weights[k];
      slope.curvature[k * width + k] = ridge;
    }
    for (const Choice* const c : choices) add_choice(*c, weights, slope);
    const Numbers direction = solve(std::move(slope));
    double gain = 0;
    for (double length = 1; length > 1e-3; length /= 2) {
      Numbers next = weights;
      for (std::size_t k = 0; k < width; ++k) next[k] += length * direction[k];
      gain = likelihood(choices, next, ridge) - best;
      if (gain < 0) continue;
      weights = std::move(next);
      best += gain;
      break;
    }
    if (gain < kEnough) break;
  }
  return weights;
}

}  // namespace hoptrace::bench
