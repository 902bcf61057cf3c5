// Features: how well what was observed fits each group, said in fifteen numbers. The model (model.h) weighs them.
//
// Each is a sum over what was observed, or the best of several comparisons; an item counts as much as it can be
// trusted (SeenItem::trust: reliability and age). Sums are divided by the root of how much was summed: what one
// intrusion shows depends on one another, so that ten times as much does not say ten times as much. Which features
// there are is one table (features.cc); the weights' table names them.
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
  int year = 0;      // when it was seen; 0: nobody knows
};

enum Feature : std::size_t {
  kTechniqueFit,       // Dirichlet-smoothed likelihood ratio of the techniques, smoothed much
  kTechniqueFitClose,  // the same, smoothed little
  kMalwareFit,         // the same of the malware
  kToolFit,            // the same of the tools that anybody can get
  kExclusive,          // how many pieces of software that at most two groups use
  kCoverage,           // the part of what was seen that the group is known for
  kAlike,              // cosine of what was seen and all that the group uses
  kReportMatch,        // cosine of what was seen and the report on the group that is most like it and near in time
  kReportOverlap,      // overlap of the techniques with the report on the group that is most like it
  kImplied,            // techniques that the group's own software has
  kMalwareMatch,       // cosine of the techniques with the group's own software that is most like it
  kCitedWith,          // software that reports name together with the group, though nobody says that it used it
  kTitled,             // software on which reports are written whose name has the group's
  kReports,            // how much is written about the group: ln(reports + ½)
  kYearsApart,         // how many years before the first or after the last report on the group, at most 5
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

// What was seen, read twice: whole, and without the software that few groups share. Such a piece is the strongest
// evidence there is, and a copied file: the rest has to agree with it (model.h).
struct Reading {
  Fit whole, rest;
  std::vector<double> own;  // a group: how far its software that few groups share can be trusted, together
};
[[nodiscard]] Reading read(const Profiles& profiles, std::span<const SeenItem> seen);

}  // namespace hoptrace::assess
