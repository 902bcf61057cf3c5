// The fast way: only the rules that the index names are asked, by the same evaluator that the slow matcher uses. So
// the index can lose a match and never invent one; that it loses none is for necessary.h to argue and for
// tests/match_differential_test.cc to try.
#include "match/best_matches.h"
#include "match/candidates.h"
#include "match/matchers.h"
#include "match/rule_index.h"

namespace hoptrace::match {
namespace {

class IndexedMatcher final : public Matcher {
 public:
  explicit IndexedMatcher(std::shared_ptr<const RuleIndex> index)
      : index_(std::move(index)), evaluator_(index_->rules()), candidates_(index_) {}

  void match(const event::Event& event, std::vector<Match>& out) override {
    best_.begin();
    lanes_.clear();
    index_->rules()->set().log_sources.lanes_of(event, lanes_);
    for (const rules::LaneId lane : lanes_) {
      if (index_->lane(lane).empty()) continue;
      evaluator_.look_at(event, lane);
      for (const std::uint32_t rule : candidates_.gather(lane, evaluator_.readings())) {
        best_.offer(rule, lane, evaluator_);
      }
    }
    best_.take(out);
  }

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

}  // namespace

std::unique_ptr<Matcher> make_indexed_matcher(std::shared_ptr<const RuleIndex> index) {
  return std::make_unique<IndexedMatcher>(std::move(index));
}

}  // namespace hoptrace::match
