#include "assess/attribution/verdict.h"

namespace hoptrace::assess {
namespace {

Verdict::Held reason(const Verdict& verdict, const Scored& scored, const Weights& weights,
                     std::span<const double> extra) {
  constexpr double kHalf = 0.5;
  if (verdict.lead() < kHalf) return Verdict::Held::kNo;
  if (posterior(scored, weights).group[verdict.leader] < kHalf) return Verdict::Held::kByLore;
  const bool lore = !extra.empty() && extra[verdict.leader] > 0;
  if (lore && scored.own[verdict.leader] == 0) return Verdict::Held::kByTradecraft;
  return verdict.posterior.agreement[verdict.leader] < kAgreeing ? Verdict::Held::kByRest : Verdict::Held::kNo;
}

}  // namespace

Verdict bound(const Scored& scored, const Weights& weights, std::span<const double> extra) {
  Verdict out;
  out.posterior = posterior(scored, weights, extra);
  if (out.posterior.group.empty()) return out;
  out.leader = out.posterior.leader();
  out.held = reason(out, scored, weights, extra);
  if (out.held == Verdict::Held::kNo) return out;
  out.posterior.unknown += out.lead() - kHeldAt;
  out.posterior.group[out.leader] = kHeldAt;
  return out;
}

Verdict decide(const Profiles& profiles, const Weights& weights, std::span<const Evidence> evidence) {
  Verdict out =
      bound(score(read(profiles, seen_items(evidence)), weights), weights, lore_log_lr(evidence, profiles.groups));
  out.named = out.lead() >= kNamed && may_be_named(profiles, evidence, out.leader);
  return out;
}

}  // namespace hoptrace::assess
