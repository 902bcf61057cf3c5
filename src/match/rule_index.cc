#include "match/rule_index.h"

#include <utility>

#include "match/necessary.h"

namespace hoptrace::match {

RuleIndex::RuleIndex(std::shared_ptr<const rules::RuleSet> rules, bool use_engine, LiteralStore* store)
    : rules_(std::make_shared<CompiledRules>(std::move(rules))) {
  const std::vector<std::string> literals = build_lanes(use_engine);
  if (literals.empty()) return;
  if (auto compiled = store != nullptr ? store->get(literals) : LiteralSet::compile(literals)) {
    literals_ = std::move(*compiled);
  } else {
    static_cast<void>(build_lanes(false));  // slower, and as right
  }
}

std::vector<std::string> RuleIndex::build_lanes(bool with_literals) {
  LiteralNumbers numbers;
  const std::vector<rules::Lane>& lanes = rules_->set().log_sources.lanes();
  lanes_.assign(lanes.size(), {});
  for (std::uint32_t rule = 0; rule < rules_->set().rules.size(); ++rule) {
    const std::vector<rules::LaneId>& own = rules_->set().compiled[rule].lanes;
    if (own.empty()) continue;
    const RuleWitnesses witnesses(*rules_, rule, texts_);
    for (const rules::LaneId lane : own) {
      const auto index = static_cast<std::size_t>(lane);
      lanes_[index].add(rule, witnesses, lanes[index], texts_, with_literals ? &numbers : nullptr);
    }
  }
  return numbers.in_order(texts_);
}

std::shared_ptr<const RuleIndex> build_index(std::shared_ptr<const rules::RuleSet> rules, LiteralStore* store) {
  return std::make_shared<const RuleIndex>(std::move(rules), true, store);
}

}  // namespace hoptrace::match
