// Model: from features to probabilities, over all groups and the unknown.
//
// A group's score is the weighted sum of its features. Scores, tempered, and the unknown's own score make one
// softmax: a conditional logit (McFadden 1974). What ATT&CK's tables cannot weigh (published artefacts,
// infrastructure, circumstance) comes in as `extra`, a log-likelihood ratio a group, already discounted and capped
// (lore.h).
#pragma once

#include <span>
#include <vector>

#include "assess/attribution/features.h"
#include "assess/attribution/weights.h"

namespace hoptrace::assess {

struct Scored {
  std::vector<double> score;      // a group; of groups of which nothing is known it has no meaning
  std::vector<GroupIndex> known;  // the others, best score first
  std::array<double, kUnknownFeatures> unknown{};
};
[[nodiscard]] Scored score(const Fit& fit, const Weights& weights);

struct Posterior {
  std::vector<double> group;  // 0 where nothing is known of the group
  double unknown = 1;
  [[nodiscard]] GroupIndex leader() const;
};
// `extra` has one number a group and last one of the unknown, or is empty.
[[nodiscard]] Posterior posterior(const Scored& scored, const Weights& weights, std::span<const double> extra = {});

// Added to the unknown's score: the tables are older than any intrusion, so a stranger is more likely in the field
// than among the reports that the weights were fitted on. Part of the model, so the published figures have it in
// them.
inline constexpr double kCaution = 0.4;

// Nobody is claimed with more: so many of the surest answers on held-out reports were right, and no grading can show
// more.
inline constexpr double kMostClaimed = 0.97;

}  // namespace hoptrace::assess
