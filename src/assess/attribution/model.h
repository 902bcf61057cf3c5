// Model: from features to probabilities, over all groups and the unknown.
//
// Evidence is read twice (Reading): what is seen apart from the software that few groups share has to agree with that
// software. How far it does is a feature of the unknown, and decides whether anybody may have one half (verdict.h).
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
  std::vector<double> rest;       // the same in the reading without software that few share
  std::vector<GroupIndex> known;  // the others, best score first
  std::vector<double> own;        // a group: software of its own that was seen (Reading)
  std::array<double, kUnknownFeatures> unknown{};
};
[[nodiscard]] Scored score(const Reading& reading, const Weights& weights);

struct Posterior {
  std::vector<double> group;  // 0 where nothing is known of the group
  double unknown = 1;
  std::vector<double> agreement;  // each group's part of the known ones where software that few share is left out
  [[nodiscard]] GroupIndex leader() const;
};
// `extra` has one number a group and last one of the unknown, or is empty.
[[nodiscard]] Posterior posterior(const Scored& scored, const Weights& weights, std::span<const double> extra = {});

// Nobody is claimed with more: so many of the surest answers on held-out reports were right, and no grading can show
// more.
inline constexpr double kMostClaimed = 0.97;

}  // namespace hoptrace::assess
