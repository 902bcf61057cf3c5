// OutcomeMemory: what a rule made of values that it has read before. Logs repeat themselves: the same program started
// by the same parent is judged once.
//
// The verdict of a rule on a lane follows from the values of the fields that it reads, and from nothing else of the
// record; so where all of these were seen together before, the rule is not asked again. A rule with keywords reads
// the whole record and is always asked. One a thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/value_memory.h"
#include "event/value.h"
#include "match/compiled_rules.h"

namespace hoptrace::match {

// The record's own fields that the rule reads on that lane, each once; nothing where it reads all.
[[nodiscard]] std::optional<std::vector<event::FieldId>> fields_read(const CompiledRules& rules, std::uint32_t rule,
                                                                     rules::LaneId lane);
[[nodiscard]] std::uint64_t number_in(const base::ValueMemory& places, const std::optional<event::Value>& value);

// Outcome: a match, as its owner wants to remember it.
template <class Outcome>
class OutcomeMemory {
 public:
  static constexpr std::size_t kPlaces = 1 << 18;
  static constexpr std::size_t kMostMatches = 1 << 15;
  static constexpr std::size_t kMostBytes = 8 << 20;  // of them

  using Place = base::ValueMemory::Place;

  OutcomeMemory() : places_(kPlaces) {}

  // A number for a value (nothing: the field is absent), of which a list is a key.
  [[nodiscard]] std::uint64_t number_of(const std::optional<event::Value>& value) const {
    return number_in(places_, value);
  }
  // `question`: the rule, the lane and the fields read, as one number of the caller's.
  [[nodiscard]] Place place(std::uint64_t question, std::span<const std::uint64_t> key) {
    return places_.place(question, {reinterpret_cast<const std::uint8_t*>(key.data()), key.size_bytes()});
  }
  // Of a place that is known: the match, or null where there was none. Valid until the next remember().
  [[nodiscard]] const Outcome* outcome(const Place& place) const {
    return place.answer() == 0 ? nullptr : &matches_[place.answer() - 1U];
  }
  // `bytes`: what the match holds in memory.
  void remember(Place place, const Outcome* match, std::size_t bytes) {
    if (match == nullptr) return place.remember(0);
    if (matches_.size() == kMostMatches || bytes_ + bytes > kMostBytes) forget();
    bytes_ += bytes;
    matches_.push_back(*match);
    place.remember(static_cast<base::ValueMemory::Answer>(matches_.size()));
  }
  void forget() {
    places_.forget();
    matches_.clear();
    bytes_ = 0;
  }

 private:
  base::ValueMemory places_;
  std::vector<Outcome> matches_;
  std::size_t bytes_ = 0;
};

}  // namespace hoptrace::match
