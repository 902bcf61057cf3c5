#include "match/outcome_memory.h"

#include <algorithm>

#include "match/post_memory.h"

namespace hoptrace::match {
namespace {

constexpr std::size_t kMostFields = 64;

void add_sources(event::FieldId field, const rules::Lane& lane, std::vector<event::FieldId>& out) {
  const rules::FieldMapping* const mapping = lane.mapping(field);
  if (mapping == nullptr) {
    out.push_back(field);
  } else {
    out.insert(out.end(), mapping->sources.begin(), mapping->sources.end());
  }
}

}  // namespace

std::optional<std::vector<event::FieldId>> fields_read(const CompiledRules& rules, std::uint32_t rule,
                                                       rules::LaneId lane_id) {
  const rules::Lane& lane = rules.lane(lane_id);
  std::vector<event::FieldId> out;
  for (const CompiledItem& item : rules.items(rule)) {
    if (item.keyword) return std::nullopt;
    add_sources(item.field, lane, out);
    for (const CompiledPattern& pattern : item.patterns) {
      if (const auto* const other = std::get_if<ReferencePattern>(&pattern)) add_sources(other->field, lane, out);
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  if (out.size() > kMostFields) return std::nullopt;
  return out;
}

std::uint64_t number_in(const base::ValueMemory& places, const std::optional<event::Value>& value) {
  constexpr std::uint64_t kAbsent = 0xFF;
  if (!value) return places.hash(kAbsent, 0);
  const auto kind = static_cast<std::uint64_t>(value->kind());
  return event::has_bytes(value->kind()) ? places.hash(kind, value->bytes())
                                         : places.hash(kind, static_cast<std::uint64_t>(value->raw_integer()));
}

}  // namespace hoptrace::match
