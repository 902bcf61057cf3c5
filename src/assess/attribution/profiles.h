// Profiles: what is counted of the Knowledge, so that an observation can be compared with each group.
//
// Built in some milliseconds, also without one report (`Without::source`: it is then counted nowhere, and what only
// it is cited for is gone) or without one group: the scorer judges each report by what all others say. Immutable.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "assess/attribution/knowledge.h"

namespace hoptrace::assess {

struct Without {
  std::optional<SourceIndex> source;
  std::optional<GroupIndex> group;
};

// What one report says that one group used. Its weight is the sum of squared rarities of what it says (features.h).
struct Report {
  GroupIndex group;
  int year = 0;                  // 0: nobody knows
  std::vector<ItemIndex> items;  // sorted
  double weight = 0, technique_weight = 0;
};

// What a piece of software can do, and whom the reports on it speak of.
struct SoftwareProfile {
  std::vector<ItemIndex> techniques;  // sorted
  double technique_weight = 0;
  std::vector<std::pair<GroupIndex, double>> cited_with;  // by reports that speak of both, 0…1
  std::vector<std::pair<GroupIndex, double>> titled;      // by reports on the software whose name has the group's
};

// The first and the last year of something; 0 and 0 where nobody knows.
struct Years {
  int first = 0, last = 0;
};

// How much likelier a group makes an item than groups on the whole do (a logarithm), with its profile smoothed much
// and little.
struct Likelihood {
  double much = 0, little = 0;
};

struct Profiles {
  Profiles(const Knowledge& knowledge, const Without& without);

  const Knowledge& knowledge;
  std::size_t groups, items;
  std::vector<std::uint16_t> counts;      // [group × items + item]: how many reports say so
  std::vector<double> total;              // of a group: the sum of its counts
  std::vector<std::uint32_t> reports_of;  // of a group: how many reports speak of it
  std::vector<Years> years;               // of a group: when reports spoke of it
  std::vector<double> weight;             // of a group: the sum of squared rarities of what it uses
  std::vector<std::uint32_t> shared_by;   // of an item: how many groups use it
  std::vector<double> share;              // of an item: its part of all counts
  std::vector<double> rarity;             // of an item: ln((groups + 1) / (shared_by + ½))
  std::vector<Report> reports;
  std::vector<SoftwareProfile> software;             // by item; empty for techniques
  std::vector<std::vector<ItemIndex>> own_software;  // of a group: software that few others share

  [[nodiscard]] std::uint16_t count(GroupIndex g, ItemIndex i) const { return counts[g * items + i]; }
  [[nodiscard]] bool uses(GroupIndex g, ItemIndex i) const { return count(g, i) > 0; }
  [[nodiscard]] bool known(GroupIndex g) const { return total[g] > 0; }  // anything is left of it
  // The rarity with which an item counts in comparisons of whole reports: software says more (features.cc).
  [[nodiscard]] double comparing(ItemIndex i) const;
  // By group; worked out when it is first asked for.
  [[nodiscard]] std::span<const Likelihood> likelihoods(ItemIndex i) const;

 private:
  struct LikelihoodsOf {
    std::once_flag made;
    std::vector<Likelihood> by_group;
  };

  void count_uses(const Without& without);
  void weigh_items();
  void weigh_reports();
  void read_software(const Without& without);
  std::vector<std::vector<GroupIndex>> speaks_of_;  // of a source: the groups
  mutable std::vector<LikelihoodsOf> likelihoods_;  // by item
};

// Software that more groups share than these says nothing about who uses it by what it can do.
inline constexpr std::uint32_t kFewGroups = 3;

}  // namespace hoptrace::assess
