#include "match/rule_index.h"

#include <utility>

#include "match/literal_store.h"
#include "match/necessary.h"

namespace hoptrace::match {

RuleIndex::RuleIndex(std::shared_ptr<const rules::RuleSet> rules, bool use_engine, LiteralStore* store)
    : rules_(std::make_shared<CompiledRules>(std::move(rules))) {
  const std::vector<std::string> literals = build_lanes(use_engine);
  if (literals.empty()) return;
  LiteralStore none;
  if (auto compiled = (store != nullptr ? *store : none).get(literals)) {
    literals_ = std::move(*compiled);
  } else {
    static_cast<void>(build_lanes(false));  // slower, and as right
  }
}

std::vector<std::string> RuleIndex::build_lanes(bool with_literals) {
  LiteralNumbers numbers;
  const std::vector<rules::Lane>& lanes = rules_->set().log_sources.lanes();
  lanes_.assign(lanes.size(), {});
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    for (const std::uint32_t rule : rules_->rules_of(static_cast<rules::LaneId>(i))) {
      lanes_[i].add(rule, necessary(*rules_, rule, lanes[i]), with_literals ? &numbers : nullptr);
    }
    lanes_[i].finish(lanes[i]);
  }
  return numbers.take();
}

std::shared_ptr<const RuleIndex> build_index(std::shared_ptr<const rules::RuleSet> rules, LiteralStore* store) {
  return std::make_shared<const RuleIndex>(std::move(rules), true, store);
}

}  // namespace hoptrace::match
