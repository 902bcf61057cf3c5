#include "match/verifier.h"

#include <algorithm>

namespace hoptrace::match {

void Verifier::look_at(event::FieldId field, const event::Value& value) {
  one_.clear();
  one_.add(field, {}, value);
  field_ = field;
  lane_ = nullptr;
}

bool Verifier::satisfies(rules::LaneId lane, std::uint32_t rule, std::span<const Check> checks) {
  const rules::Lane& wanted = rules_->lane(lane);
  if (lane_ != &wanted) readings_.look_at(one_, wanted);
  lane_ = &wanted;
  return std::any_of(checks.begin(), checks.end(), [&](const Check& check) { return satisfies(rule, check); });
}

bool Verifier::satisfies(std::uint32_t rule, const Check& check) {
  const CompiledItem& item = rules_->items(rule)[check.item];
  if (!speaks_of(item)) return false;
  if (!alone(item)) return true;
  const Readings::Range range = item.keyword ? readings_.all() : readings_.of(item.field);
  const std::uint64_t limits = scratch_.limits_hit + scratch_.regex.limits_hit();
  const auto holds = [&](const CompiledPattern& pattern) {
    return ask(pattern, range, readings_, scratch_).verdict != Verdict::kFalse;
  };
  bool held = check.pattern >= 0 ? holds(item.patterns[static_cast<std::size_t>(check.pattern)])
              : item.all         ? std::all_of(item.patterns.begin(), item.patterns.end(), holds)
                                 : std::any_of(item.patterns.begin(), item.patterns.end(), holds);
  if (limits != scratch_.limits_hit + scratch_.regex.limits_hit()) return true;  // the evaluator is to say so
  if (item.negated) held = !held;
  return held != check.fails;
}

bool Verifier::speaks_of(const CompiledItem& item) const {
  if (item.keyword) return true;
  const rules::FieldMapping* const mapping = lane_->mapping(item.field);
  if (mapping == nullptr) return item.field == field_;
  return std::find(mapping->sources.begin(), mapping->sources.end(), field_) != mapping->sources.end();
}

bool Verifier::alone(const CompiledItem& item) const {
  const bool compares = std::any_of(item.patterns.begin(), item.patterns.end(), [](const CompiledPattern& pattern) {
    return std::holds_alternative<ReferencePattern>(pattern) || std::holds_alternative<rules::Exists>(pattern) ||
           std::holds_alternative<rules::IsNull>(pattern);
  });
  if (compares) return false;
  const rules::FieldMapping* const mapping = item.keyword ? nullptr : lane_->mapping(item.field);
  return mapping == nullptr || mapping->conversion == rules::Conversion::kSame || mapping->sources.size() == 1;
}

}  // namespace hoptrace::match
