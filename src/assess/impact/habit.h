// Habit: whether a host sends this much to this place as it always did.
#pragma once

#include <set>
#include <unordered_map>

#include "assess/impact/destinations.h"

namespace hoptrace::assess::impact {

// The flows of a tenant by destination, and the hours of the day in which its reached hosts sent anything before they
// were reached. Made once for all destinations.
struct PastIndex {
  explicit PastIndex(const TenantView& view);
  std::unordered_map<Text, std::vector<const Hour*>> by_destination;
  std::set<int> hours;
};

struct Habit {
  Judgement judgement = Judgement::kUntold;
  double weight = 0;
  std::vector<std::string> why;
};

[[nodiscard]] Habit judge_habit(const TenantView& view, const PastIndex& index, const Destination& to);

}  // namespace hoptrace::assess::impact
