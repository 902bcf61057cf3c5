#include "training.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

#include "assess/attribution/model.h"
#include "logit.h"

namespace hoptrace::bench {
namespace {

using assess::FeatureRow;
using assess::Fit;
using assess::kFeatures;
using assess::kUnknownFeatures;

std::size_t place_of(const std::vector<assess::GroupIndex>& known, assess::GroupIndex group) {
  return static_cast<std::size_t>(std::distance(known.begin(), std::ranges::find(known, group)));
}

std::vector<const Choice*> pointers(const std::vector<Choice>& choices) {
  std::vector<const Choice*> out;
  for (const Choice& c : choices) out.push_back(&c);
  return out;
}

// Which of the two fits of a reading.
using Side = Fit assess::Reading::*;

// How far each feature spreads over the groups of a report, so that the ridge treats all alike.
FeatureRow spreads(std::span<const HeldOut* const> reports, Side side) {
  FeatureRow out{};
  for (const HeldOut* const r : reports) {
    const Fit& fit = r->with.*side;
    const auto n = static_cast<double>(fit.known.size());
    for (std::size_t f = 0; f < kFeatures; ++f) {
      double sum = 0, squares = 0;
      for (const assess::GroupIndex g : fit.known) {
        sum += fit.rows[g][f];
        squares += fit.rows[g][f] * fit.rows[g][f];
      }
      out[f] += squares / n - sum / n * sum / n;
    }
  }
  for (double& v : out)
    v = std::sqrt(std::max(v / static_cast<double>(std::max<std::size_t>(reports.size(), 1)), 1e-9));
  return out;
}

FeatureRow train_groups(std::span<const HeldOut* const> reports, Side side) {
  constexpr double kRidge = 3;
  const FeatureRow spread = spreads(reports, side);
  std::vector<Choice> choices;
  for (const HeldOut* const r : reports) {
    if (r->emptied) continue;
    const Fit& fit = r->with.*side;
    Choice choice;
    choice.chosen = place_of(fit.known, r->instance.group);
    for (const assess::GroupIndex g : fit.known)
      for (std::size_t f = 0; f < kFeatures; ++f) choice.rows.push_back(fit.rows[g][f] / spread[f]);
    choices.push_back(std::move(choice));
  }
  const auto weights = fit(pointers(choices), kFeatures, kRidge);
  FeatureRow out{};
  for (std::size_t f = 0; f < kFeatures; ++f) out[f] = weights[f] / spread[f];
  return out;
}

// The known groups as alternatives with their score, the unknown as the last one with features of its own.
Choice against_unknown(const assess::Reading& reading, const assess::Weights& weights, assess::GroupIndex group,
                       double weight) {
  const assess::Scored scored = score(reading, weights);
  Choice out;
  out.weight = weight;
  out.chosen = place_of(scored.known, group);
  const double best = scored.score[scored.known.front()];
  for (const assess::GroupIndex g : scored.known) {
    out.rows.push_back(scored.score[g] - best);
    out.rows.insert(out.rows.end(), kUnknownFeatures, 0.0);
  }
  out.rows.push_back(0);
  out.rows.insert(out.rows.end(), scored.unknown.begin(), scored.unknown.end());
  return out;
}

void train_unknown(std::span<const HeldOut* const> reports, assess::Weights& out) {
  constexpr double kRidge = 1;
  std::vector<Choice> choices;
  for (const HeldOut* const r : reports) {
    choices.push_back(against_unknown(r->with, out, r->instance.group, 1 - kUnknownShare));
    choices.push_back(against_unknown(r->without, out, r->instance.group, kUnknownShare));
  }
  const auto weights = fit(pointers(choices), 1 + kUnknownFeatures, kRidge);
  out.temper = weights[0];
  std::copy(weights.begin() + 1, weights.end(), out.unknown.begin());
}

}  // namespace

assess::Weights train(std::span<const HeldOut* const> reports) {
  assess::Weights out;
  out.group = train_groups(reports, &assess::Reading::whole);
  out.rest = train_groups(reports, &assess::Reading::rest);
  train_unknown(reports, out);
  return out;
}

}  // namespace hoptrace::bench
