#include "measures.h"

#include <algorithm>
#include <cmath>
#include <random>

#include "assess/attribution/phia.h"
#include "training.h"

namespace hoptrace::bench {
namespace {

constexpr std::size_t kBins = 10;

struct Case {
  double probability, weight;
  bool right;
};

std::vector<Case> cases_of(const std::vector<const Answer*>& answers) {
  std::vector<Case> out;
  for (const Answer* const a : answers) {
    out.push_back({a->probability, 1 - kUnknownShare, a->right});
    out.push_back({a->removed, kUnknownShare, false});
  }
  return out;
}

// Expected calibration error over bins of equal mass.
double calibration_error(std::vector<Case> cases) {
  std::ranges::sort(cases, {}, &Case::probability);
  double all = 0, before = 0;
  for (const Case& c : cases) all += c.weight;
  std::array<double, kBins> gap{};
  for (const Case& c : cases) {
    const auto bin = static_cast<std::size_t>((before + c.weight / 2) / all * kBins);
    gap[std::min(bin, kBins - 1)] += c.weight * (c.probability - (c.right ? 1 : 0));
    before += c.weight;
  }
  double out = 0;
  for (const double g : gap) out += std::abs(g);
  return out / all;
}

void interval(const std::vector<Answer>& answers, Measures& out) {
  constexpr std::size_t kResamples = 1'000;
  std::mt19937_64 random(1);
  std::vector<double> errors;
  for (std::size_t n = 0; n < kResamples; ++n) {
    std::vector<const Answer*> drawn;
    for (std::size_t i = 0; i < answers.size(); ++i) drawn.push_back(&answers[random() % answers.size()]);
    errors.push_back(calibration_error(cases_of(drawn)));
  }
  std::ranges::sort(errors);
  out.ece_low = errors[kResamples / 40];
  out.ece_high = errors[kResamples - 1 - kResamples / 40];
}

}  // namespace

std::vector<BandHits> band_hits(const std::vector<Answer>& answers) {
  std::vector<const Answer*> all;
  for (const Answer& a : answers) all.push_back(&a);
  std::vector<Case> cases = cases_of(all);
  std::ranges::sort(cases, {}, &Case::probability);
  std::vector<BandHits> out;
  for (const Case& c : cases) {
    const std::string_view words = assess::phia(c.probability);
    if (out.empty() || out.back().words != words) out.push_back({.words = words});
    out.back().cases += c.weight;
    out.back().probability += c.weight * c.probability;
    out.back().right += c.right ? c.weight : 0;
  }
  for (BandHits& band : out) {
    band.probability /= band.cases;
    band.right /= band.cases;
  }
  return out;
}

Measures measure(const std::vector<Answer>& answers) {
  Measures out;
  std::vector<const Answer*> all;
  const auto n = static_cast<double>(answers.size());
  constexpr std::array<std::size_t, 4> kRanks{1, 3, 5, 10};
  for (const Answer& a : answers) {
    all.push_back(&a);
    for (std::size_t k = 0; k < kRanks.size(); ++k) out.top[k] += a.rank < kRanks[k] ? 1 / n : 0;
    out.named += ((1 - kUnknownShare) * a.named + kUnknownShare * a.removed_named) / n;
    out.wrongly += ((1 - kUnknownShare) * (a.named && !a.right) + kUnknownShare * a.removed_named) / n;
    out.removed_named += a.removed_named / n;
  }
  const std::vector<Case> cases = cases_of(all);
  double right = 0;
  for (const Case& c : cases) {
    out.brier += c.weight * (c.probability - c.right) * (c.probability - c.right) / n;
    if (c.probability < 0.8) continue;
    out.coverage += c.weight / n;
    right += c.right ? c.weight / n : 0;
  }
  out.precision = out.coverage > 0 ? right / out.coverage : 0;
  out.ece = calibration_error(cases);
  interval(answers, out);
  return out;
}

}  // namespace hoptrace::bench
