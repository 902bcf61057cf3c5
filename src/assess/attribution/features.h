// Features: how well what was observed fits each group, said in a dozen numbers. The model (model.h) weighs them.
//
// Each is a sum over what was observed, or the best of several comparisons; an item counts as much as it can be
// trusted (SeenItem::trust: reliability and age). Which features there are is one table (features.cc); the weights'
// table names them.
#pragma once

#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "assess/attribution/profiles.h"

namespace hoptrace::assess {

struct SeenItem {
  ItemIndex item;
  double trust = 1;  // 0…1
};

enum Feature : std::size_t {
  kTechniqueFit,       // Dirichlet-smoothed likelihood ratio of the techniques, smoothed much
  kTechniqueFitClose,  // the same, smoothed little
  kSoftwareFit,        // the same of the software
  kExclusive,          // how many pieces of software that at most two groups use
  kCoverage,           // the part of what was seen that the group is known for
  kAlike,              // cosine of what was seen and all that the group uses
  kReportMatch,        // cosine of what was seen and the report on the group that is most like it
  kReportOverlap,      // overlap of the techniques with the report on the group that is most like it
  kImplied,            // techniques that the group's own software has
  kMalwareMatch,       // cosine of the techniques with the group's own software that is most like it
  kCitedWith,          // software that reports name together with the group, though nobody says that it used it
  kReports,            // how much is written about the group: ln(reports + ½)
  kFeatures
};
[[nodiscard]] std::string_view name(Feature feature);

using FeatureRow = std::array<double, kFeatures>;

struct Fit {
  std::vector<FeatureRow> rows;   // one a group, in the order of the knowledge
  std::vector<GroupIndex> known;  // the groups of which anything is known; the rows of the others mean nothing
  double amount = 0;              // how much was seen: the sum of what it can be trusted
  double software = 0;            // how far the most trusted piece of software can be
};
// `seen` names no item twice.
[[nodiscard]] Fit fit(const Profiles& profiles, std::span<const SeenItem> seen);

}  // namespace hoptrace::assess
