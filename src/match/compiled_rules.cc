#include "match/compiled_rules.h"

#include <utility>

#include "base/check.h"

namespace hoptrace::match {
namespace {

std::vector<CompiledItem> compile_items(const rules::Detection& rule, const rules::CompiledRule& compiled) {
  std::vector<CompiledItem> items;
  auto reference = compiled.references.begin();
  for (std::size_t i = 0; i < rule.items.size(); ++i) {
    const rules::Item& item = rule.items[i];
    CompiledItem& out = items.emplace_back();
    out.field = compiled.fields[i];
    out.keyword = item.field.empty();
    out.all = item.all;
    out.negated = item.negated;
    for (const rules::Pattern& pattern : item.patterns) {
      event::FieldId field = event::FieldId::kOther;
      if (std::holds_alternative<rules::FieldReference>(pattern)) {
        base::check(reference != compiled.references.end(), "a RuleSet interns the field of every reference");
        field = *reference++;
      }
      out.patterns.push_back(compile(pattern, field));
    }
  }
  return items;
}

}  // namespace

CompiledRules::CompiledRules(std::shared_ptr<const rules::RuleSet> rules)
    : set_(std::move(rules)), known_(set_->rules.size()) {
  base::check(set_->compiled.size() == set_->rules.size(), "a RuleSet compiles every rule");
  by_lane_.resize(set_->log_sources.lanes().size());
  for (std::uint32_t rule = 0; rule < set_->rules.size(); ++rule) {
    for (const rules::LaneId lane : set_->compiled[rule].lanes) {
      by_lane_[static_cast<std::size_t>(lane)].push_back(rule);
    }
  }
}

const CompiledRules::Items& CompiledRules::compile_now(std::uint32_t rule) const {
  const std::lock_guard lock(compiling_);
  if (const Items* const known = known_[rule].load(std::memory_order_relaxed)) return *known;  // by another thread
  const Items& made = items_.emplace_back(compile_items(detection(rule), set_->compiled[rule]));
  known_[rule].store(&made, std::memory_order_release);
  return made;
}

}  // namespace hoptrace::match
