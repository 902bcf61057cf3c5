// Evidence: an observation resolved: what it is in the knowledge, how far it is trusted, and what depends on what.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "assess/attribution/features.h"
#include "assess/attribution/observation.h"

namespace hoptrace::assess {

struct Evidence {
  Kind kind = Kind::kTechnique;
  std::string id, name;
  std::optional<ItemIndex> item;  // of the tables; weighed by the model
  double trust = 1;               // reliability and age
  int year = 0;                   // when it was seen; 0: nobody knows
  // What is not in the tables (lore.h): for each group that it speaks for, its log-likelihood ratio before trust.
  std::vector<std::pair<GroupIndex, double>> log_lr;
  double unknown_log_lr = 0;  // of lore on an actor that the tables do not have: what it says for the unknown
  bool forgeable = false;     // an intruder can simply write it
  std::size_t shared_by = 0;  // of lore: how many actors are known to share it
  bool shared_now = false;    // of software: others have it too since a published date
  std::string set;            // what comes out of one tool, list or place depends on one another
  std::vector<std::string> from, notes;
};

[[nodiscard]] inline EvidenceClass class_of(const Evidence& evidence) {
  return info(evidence.kind).evidence_class;
}

// What of `evidence` the tables can weigh.
[[nodiscard]] std::vector<SeenItem> seen_items(std::span<const Evidence> evidence);

// What the rest says: the sum of its log-likelihood ratios a group, where what depends on one another counts once
// (the strongest in full, 0.3 of the others), and neither infrastructure nor all that can be forged says more than
// its most. One number a group, and last that of the unknown.
[[nodiscard]] std::vector<double> lore_log_lr(std::span<const Evidence> evidence, std::size_t groups);

inline constexpr double kRestOfASet = 0.3, kMostForgeable = 2.0, kMostOfTheRest = 3.0;

// The naming rule (docs/attribution.md): at least two independent items support the group, one of which is capability
// or infrastructure that few groups share; what anybody can forge is not that one.
[[nodiscard]] bool may_be_named(const Profiles& profiles, std::span<const Evidence> evidence, GroupIndex group);

}  // namespace hoptrace::assess
