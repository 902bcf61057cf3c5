// Verdict: what the model says of one set of evidence, with the rules that no number may break. judgement.h asks it
// again and again, with one thing left out or put in.
//
// What an intruder can plant never lifts anybody to one half. All lore can be planted: a name, a path, a look-up of a
// known domain, a copied file, hours, a language. So a group that has one half only because of lore is held just
// below, and the rest is the unknown's: whatever is planted, in one class or in all, the group stays where the
// tables' own items leave it.
#pragma once

#include <span>
#include <vector>

#include "assess/attribution/evidence.h"
#include "assess/attribution/model.h"
#include "assess/attribution/profiles.h"

namespace hoptrace::assess {

struct Verdict {
  Posterior posterior;
  GroupIndex leader = 0;
  bool named = false;
  bool held = false;  // the leader has one half only because of lore
  [[nodiscard]] double lead() const { return posterior.group.empty() ? 0 : posterior.group[leader]; }
};

inline constexpr double kNamed = 0.55, kHeldAt = 0.49;

[[nodiscard]] Verdict decide(const Profiles& profiles, const Weights& weights, std::span<const Evidence> evidence);

}  // namespace hoptrace::assess
