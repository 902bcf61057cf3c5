// Weights: how much each feature says, fitted on reports (docs/attribution.md says how; `./dev score attribution`
// grades a fit that never saw what it is graded on). The table is content/knowledge/weights.csv: part, feature,
// weight.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "assess/attribution/features.h"
#include "base/result.h"

namespace hoptrace::assess {

// What speaks for "a group that no table has": the likelihood of the unknown is its own, not what the groups leave
// over.
enum UnknownFeature : std::size_t {
  kAlways,
  kSpread,          // how evenly the groups fit: ln Σ exp(score − best score)
  kLead,            // the best score, over the mean of all groups
  kMargin,          // the best score over the second
  kAmount,          // ln of how much was seen
  kLeaderCoverage,  // what the best group has in these features
  kLeaderReportMatch,
  kSoftwareSeen,  // 1 if any software was seen
  kAgreement,     // ln of the best group's part in the reading without software that few share
  kUnknownFeatures
};
[[nodiscard]] std::string_view name(UnknownFeature feature);

struct Weights {
  std::array<double, kFeatures> group{};
  std::array<double, kFeatures> rest{};  // of the reading without software that few share
  double temper = 1;                     // the power to which the groups' likelihoods are taken
  std::array<double, kUnknownFeatures> unknown{};
};

[[nodiscard]] base::Result<Weights> read_weights(const std::string& path);
[[nodiscard]] std::string to_csv(const Weights& weights);

}  // namespace hoptrace::assess
