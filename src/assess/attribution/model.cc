#include "assess/attribution/model.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace hoptrace::assess {
namespace {

void describe_unknown(const Fit& fit, Scored& out) {
  auto& u = out.unknown;
  u[kAlways] = 1;
  u[kSoftwareSeen] = fit.software;
  u[kAmount] = std::log(std::max(fit.amount, 1.0));
  if (out.known.empty()) return;
  const GroupIndex leader = out.known.front();
  const double best = out.score[leader];
  double sum = 0, spread = 0;
  for (const GroupIndex g : out.known) {
    sum += out.score[g];
    spread += std::exp(out.score[g] - best);
  }
  u[kSpread] = std::log(spread);
  u[kLead] = best - sum / static_cast<double>(out.known.size());
  u[kMargin] = out.known.size() > 1 ? best - out.score[out.known[1]] : 0;
  u[kLeaderCoverage] = fit.rows[leader][kCoverage];
  u[kLeaderReportMatch] = fit.rows[leader][kReportMatch];
}

}  // namespace

Scored score(const Fit& fit, const Weights& weights) {
  Scored out;
  out.known = fit.known;
  out.score.assign(fit.rows.size(), 0);
  for (const GroupIndex g : out.known)
    for (std::size_t f = 0; f < kFeatures; ++f) out.score[g] += weights.group[f] * fit.rows[g][f];
  std::ranges::stable_sort(out.known, [&](GroupIndex a, GroupIndex b) { return out.score[a] > out.score[b]; });
  describe_unknown(fit, out);
  return out;
}

GroupIndex Posterior::leader() const {
  return static_cast<GroupIndex>(std::distance(group.begin(), std::ranges::max_element(group)));
}

Posterior posterior(const Scored& scored, const Weights& weights, std::span<const double> extra) {
  double unknown = kCaution + (extra.empty() ? 0 : extra.back());
  for (std::size_t f = 0; f < kUnknownFeatures; ++f) unknown += weights.unknown[f] * scored.unknown[f];
  Posterior out;
  out.group.assign(scored.score.size(), 0);
  if (scored.known.empty()) return out;
  const double best = scored.score[scored.known.front()];
  double highest = unknown;
  for (const GroupIndex g : scored.known) {
    out.group[g] = weights.temper * (scored.score[g] - best) + (extra.empty() ? 0 : extra[g]);
    highest = std::max(highest, out.group[g]);
  }
  out.unknown = std::exp(unknown - highest);
  double all = out.unknown;
  for (const GroupIndex g : scored.known) all += out.group[g] = std::exp(out.group[g] - highest);
  for (const GroupIndex g : scored.known) out.group[g] /= all;
  out.unknown /= all;
  double& most = *std::ranges::max_element(out.group);
  if (most > kMostClaimed) {
    out.unknown += most - kMostClaimed;
    most = kMostClaimed;
  }
  return out;
}

}  // namespace hoptrace::assess
