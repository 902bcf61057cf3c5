#include "assess/attribution/features.h"

#include <algorithm>
#include <cmath>

namespace hoptrace::assess {
namespace {

constexpr std::uint32_t kExclusiveGroups = 2;

constexpr std::array<std::string_view, kFeatures> kNames{
    "technique_fit", "technique_fit_close", "malware_fit", "tool_fit",      "exclusive",  "coverage", "alike",
    "report_match",  "report_overlap",      "implied",     "malware_match", "cited_with", "titled",   "reports",
    "years_apart"};

// What was seen, and its weights in comparisons.
class Seen {
 public:
  Seen(const Profiles& p, std::span<const SeenItem> seen) : trust_(p.items, 0.0) {
    std::vector<int> years;
    for (const SeenItem& s : seen) {
      trust_[s.item] = s.trust;
      sum += s.trust;
      weight += s.trust * s.trust * p.comparing(s.item);
      if (s.trust > 0 && s.year != 0) years.push_back(s.year);
      if (p.knowledge.items[s.item].software) {
        software += s.trust;
        continue;
      }
      techniques += s.trust;
      technique_weight += s.trust * s.trust * p.rarity[s.item] * p.rarity[s.item];
    }
    if (years.empty()) return;
    const auto middle = years.begin() + static_cast<std::ptrdiff_t>(years.size() / 2);
    std::ranges::nth_element(years, middle);
    year_ = *middle;
  }
  [[nodiscard]] double trust(ItemIndex i) const { return trust_[i]; }
  [[nodiscard]] bool has(ItemIndex i) const { return trust_[i] > 0; }

  // The middle one: a forged date or two do not move it.
  [[nodiscard]] int year() const { return year_; }

  double sum = 0, techniques = 0, software = 0;
  double weight = 0, technique_weight = 0;

 private:
  std::vector<double> trust_;
  int year_ = 0;
};

double cosine(double common, double left, double right) {
  return common / std::sqrt(std::max(left, 1.0) * std::max(right, 1e-9));
}

// What is left of a likeness over the years; of two things that are not both dated nobody knows, half.
double near(int year, int other) {
  constexpr double kYears = 5, kUnknown = 0.5;
  return year == 0 || other == 0 ? kUnknown : std::exp(-std::abs(year - other) / kYears);
}

double years_apart(int year, const Years& years) {
  constexpr double kMost = 5, kUnknown = 1.5;
  if (year == 0) return 0;
  if (years.first == 0) return kUnknown;
  return std::min<double>(std::max({years.first - year, year - years.last, 0}), kMost);
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
  row[p.knowledge.items[s.item].tool ? kToolFit : kMalwareFit] += s.trust * likelihood.little;
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
    const double match = cosine(common, report.weight, seen.weight) * near(seen.year(), report.year);
    row[kReportMatch] = std::max(row[kReportMatch], match);
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
  for (const auto& [g, strength] : p.software[s.item].titled)
    if (!p.uses(g, s.item)) rows[g][kTitled] += s.trust * strength;
}

// Sums grow with the root of what was summed.
void temper(const Seen& seen, FeatureRow& row) {
  const double techniques = std::sqrt(std::max(seen.techniques, 1.0)),
               software = std::sqrt(std::max(seen.software, 1.0));
  for (const Feature f : {kTechniqueFit, kTechniqueFitClose, kImplied}) row[f] /= techniques;
  for (const Feature f : {kMalwareFit, kToolFit, kCitedWith}) row[f] /= software;
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
    row[kYearsApart] = years_apart(seen.year(), p.years[g]);
    compare_software(p, seen, g, row);
  }
  compare_reports(p, seen, out.rows);
  for (const SeenItem& s : items) {
    compare_citations(p, s, out.rows);
    if (p.knowledge.items[s.item].software) out.software = std::max(out.software, s.trust);
  }
  for (const GroupIndex g : out.known) temper(seen, out.rows[g]);
  return out;
}

Reading read(const Profiles& p, std::span<const SeenItem> seen) {
  std::vector<SeenItem> rest(seen.begin(), seen.end());
  std::erase_if(rest, [&p](const SeenItem& s) {
    return p.knowledge.items[s.item].software && p.shared_by[s.item] <= kFewGroups;
  });
  std::vector<double> own(p.groups, 0.0);
  for (const SeenItem& s : seen)
    if (p.knowledge.items[s.item].software && p.shared_by[s.item] <= kFewGroups)
      for (GroupIndex g = 0; g < own.size(); ++g) own[g] += p.uses(g, s.item) ? s.trust : 0;
  return {.whole = fit(p, seen), .rest = fit(p, rest), .own = std::move(own)};
}

}  // namespace hoptrace::assess
