// CompiledRules: a RuleSet with every pattern ready to be asked. Built once a hunt, then shared by all threads. A
// rule is compiled when the first of them asks about it: most rules are never asked about.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
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
  [[nodiscard]] const rules::Detection& detection(std::uint32_t rule) const { return *set_->rules[rule].detection; }
  [[nodiscard]] const rules::Lane& lane(rules::LaneId lane) const {
    return set_->log_sources.lanes()[static_cast<std::size_t>(lane)];
  }
  // Parallel to detection(rule).items; valid as long as this.
  [[nodiscard]] std::span<const CompiledItem> items(std::uint32_t rule) const {
    const Items* const known = known_[rule].load(std::memory_order_acquire);
    return known != nullptr ? *known : compile_now(rule);
  }
  // The rules of each lane, in their order; parallel to the lanes of the log-source table.
  [[nodiscard]] std::span<const std::uint32_t> rules_of(rules::LaneId lane) const {
    return by_lane_[static_cast<std::size_t>(lane)];
  }

 private:
  using Items = std::vector<CompiledItem>;

  [[nodiscard]] const Items& compile_now(std::uint32_t rule) const;

  std::shared_ptr<const rules::RuleSet> set_;
  mutable std::mutex compiling_;
  mutable std::deque<Items> items_;                       // under compiling_; in no order
  mutable std::vector<std::atomic<const Items*>> known_;  // by rule: one of items_, or null
  std::vector<std::vector<std::uint32_t>> by_lane_;
};

}  // namespace hoptrace::match
