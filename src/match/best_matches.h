// BestMatches: of what a record's lanes gave, one match a rule: certain before uncertain, then the earlier lane.
//
// Order for each record: begin() → offer() for every rule asked, lane after lane in table order → take(). One a
// thread.
#pragma once

#include <cstdint>
#include <vector>

#include "match/evaluate.h"
#include "match/match.h"
#include "match/rule_costs.h"

namespace hoptrace::match {

class BestMatches {
 public:
  void begin();
  // Whether asking this rule could still change anything.
  [[nodiscard]] bool settled(std::uint32_t rule) const;
  // Decides `rule` on the lane that `evaluator` looks at, and keeps the match if it is the best so far.
  void offer(std::uint32_t rule, rules::LaneId lane, Evaluator& evaluator);
  // Appends the matches in the order of the rules.
  void take(std::vector<Match>& out);
  void count_costs(RuleCosts* costs) { costs_ = costs; }

 private:
  [[nodiscard]] Match* find(std::uint32_t rule);

  RuleCosts* costs_ = nullptr;  // null: nothing is measured
  std::vector<Match> matches_;  // few: a record that matches is rare, one that matches ten rules is an event
};

}  // namespace hoptrace::match
