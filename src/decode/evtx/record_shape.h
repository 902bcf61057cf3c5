// RecordShape: the plans of one record put together (a template and those nested in it): its fields in their order,
// and for each the place of its value among all values of the record.
//
// The values of a record stand in one list: number 0 is no value but stands for "always there", then come those that
// each plan asks for, in the order in which the plans are met.
#pragma once

#include <bit>
#include <span>
#include <vector>

#include "decode/evtx/event_member.h"
#include "decode/evtx/kept_texts.h"
#include "decode/evtx/template_plan.h"
#include "decode/sieve.h"

namespace hoptrace::decode::evtx {

// A value of a record by its place in the chunk; small, as a record has dozens.
struct PlacedValue {
  std::uint32_t at = 0;
  std::uint16_t size = 0;
  std::uint8_t type = type::kNull;
  std::uint8_t unused = 0;

  // `descriptor`: the value's size (16 bits) and type (8), as they stand in the record.
  [[nodiscard]] static PlacedValue of_descriptor(std::uint32_t descriptor, std::uint32_t at) {
    return std::bit_cast<PlacedValue>(std::uint64_t{descriptor & 0xFFFFFF} << 32 | at);
  }
  [[nodiscard]] bool is_null() const { return type == type::kNull; }
  [[nodiscard]] RawValue raw(const std::uint8_t* chunk) const { return {type, {chunk + at, size}}; }
};

// Small, as all of a record's are looked at when its event is made.
struct ShapeSlot {
  event::FieldId id = event::FieldId::kOther;
  std::uint16_t value = 0;        // of kValue
  std::uint16_t extra = 0;        // of kLiteral, kJoined: number of its literal, or of its parts
  std::uint16_t guard = 0;        // a value; the slot is absent if it is null
  std::uint16_t first_guard = 0;  // more of them
  std::uint8_t guard_count = 0;
  PlanStep::Kind kind = PlanStep::Kind::kLiteral;
  bool system = false;
  bool omit_null : 1 = false;
  bool omit_empty : 1 = false;
  std::string_view name;
};
static_assert(sizeof(ShapeSlot) == 32);

// A slot that fills one of the event's own members, with its last text.
struct ShapeMember {
  Member member = Member::kNone;
  bool settled = false;  // the template itself says the text, and it is `last`
  std::size_t slot = 0;
  KeptTexts::Kept last;
};

struct RecordShape {
  // The number of plans that a record may have; and how often one value may be shown.
  static constexpr std::size_t kMostPlans = 8;
  static constexpr std::size_t kMostUses = 4;
  static constexpr std::size_t kMostSlots = 0xFFFF;

  // `plans`, all of which fit: null for a nested fragment that is not there.
  explicit RecordShape(std::span<TemplatePlan* const> plans);

  std::vector<TemplatePlan*> plans;
  bool fits = false;  // else: take the tree
  ShapeId id = 0;
  std::vector<ShapeSlot> slots;
  std::vector<ShapeMember> members;
  std::vector<event::Value> literals;
  std::vector<std::vector<PlanPart>> parts;  // indices are of the record's list
  std::vector<std::uint16_t> guards;         // likewise
  bool may_be_empty = false;                 // a record may have none of the slots
  std::size_t uses = 0;                      // how often a value is shown, at most
  std::size_t literal_bytes = 0;
  std::size_t part_count = 0;

  [[nodiscard]] std::size_t memory() const;

 private:
  void add_plan(std::size_t& plan, std::size_t& values);
  void add_slot(const TemplatePlan& plan, const PlanStep& step, std::size_t base);
  [[nodiscard]] std::size_t most_uses(std::size_t values) const;
};

// The Value of a slot that holds a single one, not an array.
[[nodiscard, gnu::always_inline]] inline event::Value slot_value(const RecordShape& shape, const ShapeSlot& slot,
                                                                 const PlacedValue* values, const std::uint8_t* chunk,
                                                                 base::Arena& arena) {
  bool sound = true;
  return slot.kind == PlanStep::Kind::kLiteral ? shape.literals[slot.extra]
                                               : to_value(values[slot.value].raw(chunk), arena, sound);
}

// Whether a record has the slot's field.
[[nodiscard]] inline bool has_slot(const RecordShape& shape, const ShapeSlot& slot, const PlacedValue* values) {
  if (values[slot.guard].is_null()) return false;
  for (std::size_t i = 0; i < slot.guard_count; ++i) {
    if (values[shape.guards[slot.first_guard + i]].is_null()) return false;
  }
  if (slot.kind != PlanStep::Kind::kValue) return true;
  const PlacedValue& value = values[slot.value];
  return !(slot.omit_null && value.is_null()) && !(slot.omit_empty && value.size == 0);
}

}  // namespace hoptrace::decode::evtx
