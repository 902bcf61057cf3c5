// The reports that attribution is graded on: each (group, report) of the tables that says enough of the group, judged
// by what all other reports say. The report is counted nowhere; what only it is cited for leaves the knowledge.
#pragma once

#include <optional>
#include <vector>

#include "assess/attribution/features.h"
#include "assess/attribution/profiles.h"
#include "planting.h"

namespace hoptrace::bench {

struct Instance {
  assess::GroupIndex group = 0;
  assess::SourceIndex source = 0;
  std::vector<assess::SeenItem> seen;
};
// Each group and report with at least `at_least` techniques and pieces of software that the report is cited for.
[[nodiscard]] std::vector<Instance> instances(const assess::Knowledge& knowledge, std::size_t at_least);

// How an instance looks where its group is among those that the tables know, and where it is not.
struct HeldOut {
  Instance instance;
  std::size_t fold = 0;  // of the report: all groups that it speaks of are in one
  assess::Reading with, without, techniques, techniques_without;
  std::vector<double> plain, plain_without;      // plain Bayes: probability of each group, and last of the unknown
  std::vector<bool> nameable, nameable_without;  // of each group: whether the naming rule lets it be named
  std::vector<Planted> planted;
  bool emptied = false;  // nothing else says anything of the group
};
[[nodiscard]] std::vector<HeldOut> hold_out(const assess::Knowledge& knowledge, const assess::Lore& lore,
                                            std::size_t at_least, std::size_t folds);

}  // namespace hoptrace::bench
