// Verdict: what the model says of one set of evidence, with the rules that no number may break. judgement.h asks it again and
// again, with one thing left out or put in.
//
// What an intruder can plant never lifts anybody to one half: where a group has it only because of what can be forged (names
// and paths, shape, victims, circumstance), or only because of infrastructure, it is held just below and the rest is the
// unknown's.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "assess/attribution/evidence.h"
#include "assess/attribution/model.h"
#include "assess/attribution/profiles.h"

namespace hoptrace::assess {

struct Verdict {
  Posterior posterior;
  GroupIndex leader = 0;
  bool named = false;
  std::string_view held_by;  // that without which the leader has less than one half; empty if nothing holds it
  [[nodiscard]] double lead() const { return posterior.group.empty() ? 0 : posterior.group[leader]; }
};

inline constexpr double kNamed = 0.55, kHeldAt = 0.49;

[[nodiscard]] Verdict decide(const Profiles& profiles, const Weights& weights, std::span<const Evidence> evidence);

}  // namespace hoptrace::assess
