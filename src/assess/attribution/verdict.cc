#include "assess/attribution/verdict.h"

namespace hoptrace::assess {
namespace {

void hold(Verdict& verdict, const Scored& scored, const Weights& weights) {
  constexpr double kHalf = 0.5;
  if (verdict.lead() < kHalf || posterior(scored, weights).group[verdict.leader] >= kHalf) return;
  verdict.held = true;
  verdict.posterior.unknown += verdict.lead() - kHeldAt;
  verdict.posterior.group[verdict.leader] = kHeldAt;
}

}  // namespace

Verdict decide(const Profiles& profiles, const Weights& weights, std::span<const Evidence> evidence) {
  const Scored scored = score(fit(profiles, seen_items(evidence)), weights);
  Verdict out;
  out.posterior = posterior(scored, weights, lore_log_lr(evidence, profiles.groups));
  if (out.posterior.group.empty()) return out;
  out.leader = out.posterior.leader();
  hold(out, scored, weights);
  out.named = out.lead() >= kNamed && may_be_named(profiles, evidence, out.leader);
  return out;
}

}  // namespace hoptrace::assess
