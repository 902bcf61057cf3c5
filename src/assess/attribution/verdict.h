// Verdict: what the model says of one set of evidence, with the rules that no number may break. judgement.h asks it
// again and again, with one thing left out or put in.
//
// What an intruder can plant never lifts anybody to one half. All lore can be planted: a name, a path, a look-up of a
// known domain, a copied file, hours, a language. So a group that has one half only because of lore is held just
// below, and the rest is the unknown's: whatever is planted, in one class or in all, the group stays where the
// tables' own items leave it. Nor does lore count beside mere tradecraft: whoever it speaks for has one half only
// with software of its own, that few groups share, among what was seen.
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
  enum class Held : std::uint8_t {
    kNo,
    kByLore,
    kByRest,
    kByTradecraft
  } held = Held::kNo;  // why the leader is kept below one half
  [[nodiscard]] double lead() const { return posterior.group.empty() ? 0 : posterior.group[leader]; }
};

inline constexpr double kNamed = 0.55, kHeldAt = 0.49;

// With a smaller part where software that few share is left out, nobody has one half: about twice what a group picked
// at random has. Chosen on the graded reports: .03 lets 8 of 551 planted pairs through and costs 2 points of
// coverage.
inline constexpr double kAgreeing = 0.01;

// Probabilities and the bounds on them; names nobody.
[[nodiscard]] Verdict bound(const Scored& scored, const Weights& weights, std::span<const double> extra = {});

[[nodiscard]] Verdict decide(const Profiles& profiles, const Weights& weights, std::span<const Evidence> evidence);

}  // namespace hoptrace::assess
