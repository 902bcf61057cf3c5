// IndexedMatcher: the fast way. Only the rules that the index names are asked, by the same evaluator that the slow
// matcher uses. So the index can lose a match and never invent one; that it loses none is for necessary.h to argue
// and for tests/match_differential_test.cc to try.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "match/best_matches.h"
#include "match/candidates.h"
#include "match/matchers.h"
#include "match/rule_index.h"

namespace hoptrace::match {

class IndexedMatcher final : public Matcher {
 public:
  explicit IndexedMatcher(std::shared_ptr<const RuleIndex> index);

  void match(const event::Event& event, std::vector<Match>& out) override;
  // The same for a record whose candidates are known, lane by lane; lanes() is then not for asking.
  void match_only(std::span<const Candidate> candidates, const event::Event& event, std::vector<Match>& out);

  [[nodiscard]] const std::vector<rules::LaneId>& lanes() const override { return lanes_; }
  [[nodiscard]] std::uint64_t limits_hit() const override { return evaluator_.limits_hit(); }
  void count_costs(RuleCosts* costs) override { best_.count_costs(costs); }

 private:
  std::shared_ptr<const RuleIndex> index_;
  Evaluator evaluator_;
  Candidates candidates_;
  BestMatches best_;
  std::vector<rules::LaneId> lanes_;
};

}  // namespace hoptrace::match
