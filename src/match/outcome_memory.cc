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

std::uint64_t OutcomeMemory::number_of(const std::optional<event::Value>& value) const {
  constexpr std::uint64_t kAbsent = 0xFF;
  if (!value) return places_.hash(kAbsent, 0);
  const auto kind = static_cast<std::uint64_t>(value->kind());
  return event::has_bytes(value->kind()) ? places_.hash(kind, value->bytes())
                                         : places_.hash(kind, static_cast<std::uint64_t>(value->raw_integer()));
}

void OutcomeMemory::remember(Place place, const Match* match) {
  if (match == nullptr) return place.remember(0);
  if (matches_.size() == kMostMatches) forget();
  matches_.push_back(*match);
  place.remember(static_cast<base::ValueMemory::Answer>(matches_.size()));
}

void OutcomeMemory::forget() {
  places_.forget();
  matches_.clear();
}

}  // namespace hoptrace::match
