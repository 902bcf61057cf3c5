// CompiledRules: a RuleSet with every pattern ready to be asked. Built once a hunt, then shared by all threads.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "match/pattern.h"
#include "rules/rule_set.h"

namespace hoptrace::match {

struct CompiledItem {
  event::FieldId field = event::FieldId::kOther;
  bool keyword = false;
  bool all = false;
  bool negated = false;
  std::vector<CompiledPattern> patterns;
};

class CompiledRules {
 public:
  explicit CompiledRules(std::shared_ptr<const rules::RuleSet> rules);

  [[nodiscard]] const rules::RuleSet& set() const { return *set_; }
  [[nodiscard]] const rules::Rule& rule(std::uint32_t rule) const { return set_->rules[rule]; }
  [[nodiscard]] const rules::Lane& lane(rules::LaneId lane) const {
    return set_->log_sources.lanes()[static_cast<std::size_t>(lane)];
  }
  // Parallel to rule(rule).items.
  [[nodiscard]] std::span<const CompiledItem> items(std::uint32_t rule) const { return items_[rule]; }
  // The rules of each lane, in their order; parallel to the lanes of the log-source table.
  [[nodiscard]] std::span<const std::uint32_t> rules_of(rules::LaneId lane) const {
    return by_lane_[static_cast<std::size_t>(lane)];
  }

 private:
  [[nodiscard]] static std::vector<CompiledItem> compile_items(const rules::Rule& rule,
                                                               const rules::CompiledRule& compiled);

  std::shared_ptr<const rules::RuleSet> set_;
  std::vector<std::vector<CompiledItem>> items_;  // by rule
  std::vector<std::vector<std::uint32_t>> by_lane_;
};

}  // namespace hoptrace::match
