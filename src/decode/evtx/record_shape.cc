#include "decode/evtx/record_shape.h"

#include <algorithm>

namespace hoptrace::decode::evtx {

RecordShape::RecordShape(std::span<TemplatePlan* const> all) : plans(all.begin(), all.end()) {
  std::size_t plan = 0, values = 1;
  add_plan(plan, values);
  uses = most_uses(values);
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const Member member = slots[i].system ? member_of(slots[i].id) : Member::kNone;
    if (member != Member::kNone) members.push_back({member, false, i, {}});
  }
  may_be_empty = std::none_of(slots.begin(), slots.end(), [](const ShapeSlot& slot) {
    return slot.guard == 0 && !slot.omit_null && !slot.omit_empty;
  });
  const bool members_are_plain = std::all_of(members.begin(), members.end(), [this](const ShapeMember& member) {
    return slots[member.slot].kind != PlanStep::Kind::kJoined;
  });
  fits = members_are_plain && uses <= kMostUses && slots.size() <= kMostSlots && guards.size() <= 0xFFFF;
}

void RecordShape::add_plan(std::size_t& plan, std::size_t& values) {
  const TemplatePlan& added = *plans[plan++];
  const std::size_t base = values;
  values += added.value_count;
  literal_bytes += added.literal_bytes;
  for (const PlanStep& step : added.steps) {
    if (step.kind != PlanStep::Kind::kNested) {
      add_slot(added, step, base);
    } else if (plans[plan] == nullptr) {
      ++plan;
    } else {
      add_plan(plan, values);  // it is there, so no guard of its step was null
    }
  }
}

void RecordShape::add_slot(const TemplatePlan& plan, const PlanStep& step, std::size_t base) {
  const auto placed = [base](std::uint16_t index) { return static_cast<std::uint16_t>(base + index); };
  ShapeSlot& slot = slots.emplace_back();
  slot.id = step.name.id, slot.system = step.name.system, slot.name = step.name.name;
  slot.kind = step.kind;
  slot.omit_null = step.omit_null, slot.omit_empty = step.omit_empty;
  if (step.kind == PlanStep::Kind::kValue) slot.value = placed(step.index);
  const std::span own(plan.guards.data() + step.first_guard, step.guard_count);
  if (!own.empty()) slot.guard = placed(own.back());
  slot.first_guard = static_cast<std::uint16_t>(guards.size());
  for (std::size_t i = 0; i + 1 < own.size(); ++i) guards.push_back(placed(own[i]));
  slot.guard_count = static_cast<std::uint8_t>(guards.size() - slot.first_guard);
  if (step.kind == PlanStep::Kind::kLiteral) {
    slot.extra = static_cast<std::uint16_t>(literals.size());
    literals.push_back(step.literal);
  } else if (step.kind == PlanStep::Kind::kJoined) {
    slot.extra = static_cast<std::uint16_t>(parts.size());
    const auto first = plan.parts.begin() + step.first_part;
    parts.emplace_back(first, first + step.part_count);
    part_count += step.part_count;
    for (PlanPart& part : parts.back()) part.index = part.substitution ? placed(part.index) : part.index;
  }
}

std::size_t RecordShape::most_uses(std::size_t values) const {
  std::vector<std::size_t> count(values);
  for (const ShapeSlot& slot : slots) count[slot.value] += slot.kind == PlanStep::Kind::kValue ? 1 : 0;
  for (const auto& joined : parts) {
    for (const PlanPart& part : joined) {
      if (part.substitution) ++count[part.index];
    }
  }
  return *std::max_element(count.begin(), count.end());
}

std::size_t RecordShape::memory() const {
  return sizeof *this + slots.capacity() * sizeof(ShapeSlot) + literals.capacity() * sizeof literals[0] +
         guards.capacity() * sizeof guards[0];
}

}  // namespace hoptrace::decode::evtx
