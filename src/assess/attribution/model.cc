#include "assess/attribution/model.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

namespace hoptrace::assess {
namespace {

std::vector<double> sums(const Fit& fit, const std::array<double, kFeatures>& weights) {
  std::vector<double> out(fit.rows.size(), 0);
  for (const GroupIndex g : fit.known)
    for (std::size_t f = 0; f < kFeatures; ++f) out[g] += weights[f] * fit.rows[g][f];
  return out;
}

// Each known group's part in the reading without software that few share.
std::vector<double> agreement(const Scored& scored, std::span<const double> extra) {
  std::vector<double> out(scored.rest.size(), 0);
  double highest = -std::numeric_limits<double>::infinity(), all = 0;
  for (const GroupIndex g : scored.known) {
    out[g] = scored.rest[g] + (extra.empty() ? 0 : extra[g]);
    highest = std::max(highest, out[g]);
  }
  for (const GroupIndex g : scored.known) all += out[g] = std::exp(out[g] - highest);
  for (const GroupIndex g : scored.known) out[g] /= all;
  return out;
}

double agreeing(double part) {
  constexpr double kLeast = 1e-3;  // less is as good as nothing
  return std::log(std::max(part, kLeast));
}

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
  u[kAgreement] = agreeing(agreement(out, {})[leader]);
}

}  // namespace

Scored score(const Reading& reading, const Weights& weights) {
  Scored out{.score = sums(reading.whole, weights.group),
             .rest = sums(reading.rest, weights.rest),
             .known = reading.whole.known,
             .own = reading.own};
  std::ranges::stable_sort(out.known, [&](GroupIndex a, GroupIndex b) { return out.score[a] > out.score[b]; });
  describe_unknown(reading.whole, out);
  return out;
}

GroupIndex Posterior::leader() const {
  return static_cast<GroupIndex>(std::distance(group.begin(), std::ranges::max_element(group)));
}

Posterior posterior(const Scored& scored, const Weights& weights, std::span<const double> extra) {
  double unknown = extra.empty() ? 0 : extra.back();
  for (std::size_t f = 0; f < kUnknownFeatures; ++f) unknown += weights.unknown[f] * scored.unknown[f];
  Posterior out;
  out.group.assign(scored.score.size(), 0);
  if (scored.known.empty()) return out;
  out.agreement = agreement(scored, extra);
  const GroupIndex first = scored.known.front();
  // What the tables lack can agree as well.
  unknown += weights.unknown[kAgreement] * (agreeing(out.agreement[first]) - scored.unknown[kAgreement]);
  const double best = scored.score[first];
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
