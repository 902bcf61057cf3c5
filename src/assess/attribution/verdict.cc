#include "assess/attribution/verdict.h"

#include <algorithm>
#include <array>

namespace hoptrace::assess {
namespace {

// What can be planted as a whole: whatever of `evidence` is not of the tables, the forgeable or the rest.
struct Plantable {
  std::string_view name;
  bool forgeable;
};
constexpr std::array kPlantable{Plantable{"names, shape, victims and circumstance", true}, Plantable{"infrastructure", false}};

std::vector<Evidence> without(std::span<const Evidence> evidence, const Plantable& left_out) {
  std::vector<Evidence> out;
  for (const Evidence& e : evidence)
    if (e.item || e.forgeable != left_out.forgeable) out.push_back(e);
  return out;
}

void hold(Verdict& verdict, const Scored& scored, const Weights& weights, std::span<const Evidence> evidence) {
  constexpr double kHalf = 0.5;
  if (verdict.lead() < kHalf) return;
  for (const Plantable& planted : kPlantable) {
    const std::vector<Evidence> rest = without(evidence, planted);
    if (rest.size() == evidence.size()) continue;
    const Posterior less = posterior(scored, weights, lore_log_lr(rest, scored.score.size()));
    if (less.group[verdict.leader] >= kHalf) continue;
    verdict.held_by = planted.name;
    verdict.posterior.unknown += verdict.lead() - kHeldAt;
    verdict.posterior.group[verdict.leader] = kHeldAt;
    return;
  }
}

}  // namespace

Verdict decide(const Profiles& profiles, const Weights& weights, std::span<const Evidence> evidence) {
  const Scored scored = score(fit(profiles, seen_items(evidence)), weights);
  Verdict out;
  out.posterior = posterior(scored, weights, lore_log_lr(evidence, profiles.groups));
  if (out.posterior.group.empty()) return out;
  out.leader = out.posterior.leader();
  hold(out, scored, weights, evidence);
  out.named = out.lead() >= kNamed && may_be_named(profiles, evidence, out.leader);
  return out;
}

}  // namespace hoptrace::assess
