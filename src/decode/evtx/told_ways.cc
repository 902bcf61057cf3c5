#include "decode/evtx/told_ways.h"

#include <algorithm>

namespace hoptrace::decode::evtx {

Telling telling(const RecordShape& shape, const Told& told, const PlacedValue* values) {
  const ShapeSlot& slot = shape.slots[told.slot];
  if (!has_slot(shape, slot, values)) return Telling::kAbsent;
  if (slot.kind == PlanStep::Kind::kLiteral) return Telling::kOfTemplate;
  if (slot.kind == PlanStep::Kind::kJoined) return Telling::kNotPlain;
  const PlacedValue& value = values[slot.value];
  if (value.size == 0) return Telling::kTold;           // an empty text, whatever its type
  const bool array = (value.type & type::kArray) != 0;  // it tells all of its elements, if it tells any
  return (array ? told.tells_any() : told.tells(kTypeFacts[value.type].kind)) ? Telling::kTold : Telling::kUntold;
}

const ToldWays::Way* ToldWays::find(const RecordShape& shape, std::span<const Told> told,
                                    std::span<const ValueKind> kinds, const PlacedValue* values) {
  const auto known = std::ranges::find_if(ways_, [&](const Way& way) { return is_of(way, kinds); });
  latest_ = static_cast<std::size_t>(known - ways_.begin());
  if (known != ways_.end()) return &*known;
  if (ways_.size() == kMost) return nullptr;
  Way& way = ways_.emplace_back();
  way.number = static_cast<std::uint32_t>(latest_);
  way.kinds.assign(kinds.begin(), kinds.end());
  for (const Told& one : told) {
    const Telling how = telling(shape, one, values);
    if (how == Telling::kNotPlain) way.plain = false;
    const std::uint16_t value = shape.slots[one.slot].value;
    if (how != Telling::kTold || values[value].size == 0) continue;
    way.parts.push_back({value, one.no_digits && values[value].type == type::kString});
  }
  return &way;
}

}  // namespace hoptrace::decode::evtx
