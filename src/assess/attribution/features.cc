#include "assess/attribution/features.h"

#include <algorithm>
#include <cmath>

namespace hoptrace::assess {
namespace {

constexpr std::uint32_t kExclusiveGroups = 2;

constexpr std::array<std::string_view, kFeatures> kNames{
    "technique_fit", "technique_fit_close", "software_fit", "exclusive",     "coverage",   "alike",
    "report_match",  "report_overlap",      "implied",      "malware_match", "cited_with", "reports"};

// What was seen, and its weights in comparisons.
class Seen {
 public:
  Seen(const Profiles& p, std::span<const SeenItem> seen) : trust_(p.items, 0.0) {
    for (const SeenItem& s : seen) {
      trust_[s.item] = s.trust;
      sum += s.trust;
      weight += s.trust * s.trust * p.comparing(s.item);
      if (p.knowledge.items[s.item].software) continue;
      technique_weight += s.trust * s.trust * p.rarity[s.item] * p.rarity[s.item];
    }
  }
  [[nodiscard]] double trust(ItemIndex i) const { return trust_[i]; }
  [[nodiscard]] bool has(ItemIndex i) const { return trust_[i] > 0; }

  double sum = 0, weight = 0, technique_weight = 0;

 private:
  std::vector<double> trust_;
};

double cosine(double common, double left, double right) {
  return common / std::sqrt(std::max(left, 1.0) * std::max(right, 1e-9));
}

// Everything that is a sum over what was seen.
void add_item(const Profiles& p, const SeenItem& s, const Likelihood& likelihood, GroupIndex g, FeatureRow& row) {
  const bool uses = p.uses(g, s.item);
  if (uses) {
    row[kCoverage] += s.trust;
    row[kAlike] += s.trust * p.comparing(s.item);
  }
  if (!p.knowledge.items[s.item].software) {
    row[kTechniqueFit] += s.trust * likelihood.much;
    row[kTechniqueFitClose] += s.trust * likelihood.little;
    return;
  }
  row[kSoftwareFit] += s.trust * likelihood.little;
  if (uses && p.shared_by[s.item] <= kExclusiveGroups) row[kExclusive] += s.trust;
}

void compare_reports(const Profiles& p, const Seen& seen, std::vector<FeatureRow>& rows) {
  constexpr double kSmall = 5;  // a report that says next to nothing is like everything
  for (const Report& report : p.reports) {
    double common = 0, techniques = 0;
    for (const ItemIndex i : report.items) {
      if (!seen.has(i)) continue;
      common += seen.trust(i) * p.comparing(i);
      if (!p.knowledge.items[i].software) techniques += seen.trust(i) * p.rarity[i] * p.rarity[i];
    }
    FeatureRow& row = rows[report.group];
    row[kReportMatch] = std::max(row[kReportMatch], cosine(common, report.weight, seen.weight));
    const double all = report.technique_weight + seen.technique_weight - techniques + kSmall;
    row[kReportOverlap] = std::max(row[kReportOverlap], techniques / all);
  }
}

void compare_software(const Profiles& p, const Seen& seen, GroupIndex g, FeatureRow& row) {
  std::vector<ItemIndex> implied;
  for (const ItemIndex s : p.own_software[g]) {
    double common = 0;
    for (const ItemIndex t : p.software[s].techniques) {
      if (!seen.has(t)) continue;
      common += seen.trust(t) * p.rarity[t] * p.rarity[t];
      if (!p.uses(g, t)) implied.push_back(t);
    }
    const double match = cosine(common, p.software[s].technique_weight, seen.technique_weight);
    row[kMalwareMatch] = std::max(row[kMalwareMatch], match);
  }
  std::ranges::sort(implied);
  const auto repeated = std::ranges::unique(implied);
  implied.erase(repeated.begin(), repeated.end());
  for (const ItemIndex t : implied) row[kImplied] += seen.trust(t) * p.rarity[t];
}

void compare_citations(const Profiles& p, const SeenItem& s, std::vector<FeatureRow>& rows) {
  for (const auto& [g, strength] : p.software[s.item].cited_with)
    if (!p.uses(g, s.item)) rows[g][kCitedWith] += s.trust * strength * p.rarity[s.item];
}

}  // namespace

std::string_view name(Feature feature) {
  return kNames[feature];
}

Fit fit(const Profiles& p, std::span<const SeenItem> items) {
  const Seen seen(p, items);
  Fit out{.rows = std::vector<FeatureRow>(p.groups, FeatureRow{}), .known = {}, .amount = seen.sum};
  std::vector<std::span<const Likelihood>> likelihoods;
  for (const SeenItem& s : items) likelihoods.push_back(p.likelihoods(s.item));
  for (GroupIndex g = 0; g < p.groups; ++g) {
    if (!p.known(g)) continue;
    out.known.push_back(g);
    FeatureRow& row = out.rows[g];
    for (std::size_t i = 0; i < items.size(); ++i) add_item(p, items[i], likelihoods[i][g], g, row);
    row[kCoverage] /= std::max(seen.sum, 1e-9);
    row[kAlike] = cosine(row[kAlike], p.weight[g], seen.weight);
    row[kReports] = std::log(p.reports_of[g] + 0.5);
    compare_software(p, seen, g, row);
  }
  compare_reports(p, seen, out.rows);
  for (const SeenItem& s : items) {
    compare_citations(p, s, out.rows);
    if (p.knowledge.items[s.item].software) out.software = std::max(out.software, s.trust);
  }
  return out;
}

}  // namespace hoptrace::assess
