// Verifier: whether one value truly satisfies what a rule asks of it, by the rule's own patterns.
//
// The index finds that a text occurs in a value; what is remembered of the value (post_memory.h) is what the rules
// make of it. Asked once for each different value, so it may take its time. Where one value alone cannot tell (it is
// compared with another field, or one of several that are made into one) it says yes. One a thread.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "event/event.h"
#include "match/compiled_rules.h"
#include "match/lane_index.h"
#include "match/pattern.h"
#include "match/readings.h"

namespace hoptrace::match {

class Verifier {
 public:
  explicit Verifier(std::shared_ptr<const CompiledRules> rules) : rules_(std::move(rules)) {}

  // From here on it is about this value of the record's field `field`.
  void look_at(event::FieldId field, const event::Value& value);
  // Whether the value satisfies one of `checks` of the rule on that lane.
  [[nodiscard]] bool satisfies(rules::LaneId lane, std::uint32_t rule, std::span<const Check> checks);

 private:
  [[nodiscard]] bool satisfies(std::uint32_t rule, const Check& check);
  // Whether the item speaks of the field at hand, and whether that field alone decides what it reads.
  [[nodiscard]] bool speaks_of(const CompiledItem& item) const;
  [[nodiscard]] bool alone(const CompiledItem& item) const;

  std::shared_ptr<const CompiledRules> rules_;
  Readings readings_;
  PatternScratch scratch_;
  event::Event one_;  // the field and nothing else
  event::FieldId field_ = event::FieldId::kOther;
  const rules::Lane* lane_ = nullptr;  // that readings_ look at; null: none yet
};

}  // namespace hoptrace::match
