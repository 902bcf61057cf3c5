// The obvious way: every rule of every lane that the record belongs to.
#include "match/best_matches.h"
#include "match/matchers.h"

namespace hoptrace::match {
namespace {

class SlowMatcher final : public Matcher {
 public:
  explicit SlowMatcher(std::shared_ptr<const rules::RuleSet> rules)
      : rules_(std::make_shared<CompiledRules>(std::move(rules))), evaluator_(rules_) {}

  void match(const event::Event& event, std::vector<Match>& out) override {
    best_.begin();
    lanes_.clear();
    rules_->set().log_sources.lanes_of(event, lanes_);
    for (const rules::LaneId lane : lanes_) {
      evaluator_.look_at(event, lane);
      for (const std::uint32_t rule : rules_->rules_of(lane)) best_.offer(rule, lane, evaluator_);
    }
    best_.take(out);
  }

  [[nodiscard]] const std::vector<rules::LaneId>& lanes() const override { return lanes_; }
  [[nodiscard]] std::uint64_t limits_hit() const override { return evaluator_.limits_hit(); }
  void count_costs(RuleCosts* costs) override { best_.count_costs(costs); }

 private:
  std::shared_ptr<const CompiledRules> rules_;
  Evaluator evaluator_;
  BestMatches best_;
  std::vector<rules::LaneId> lanes_;
};

}  // namespace

std::unique_ptr<Matcher> make_slow_matcher(std::shared_ptr<const rules::RuleSet> rules) {
  return std::make_unique<SlowMatcher>(std::move(rules));
}

}  // namespace hoptrace::match
