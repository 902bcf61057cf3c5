// RecordView: a record's values by what they mean for facts (a Slot): of an Event, found in one walk over its fields,
// or of a record before that (record_values.h), each found and turned into text when somebody asks.
//
// One name may have several spellings: exports of one log differ in them (slot_names.cc). Values that Windows writes
// as "-" are none. A view is good until the next look().
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "event/event.h"
#include "sessions/record_values.h"
#include "sessions/slot.h"

namespace hoptrace::sessions {

class RecordView {
 public:
  static void declare(event::FieldDictionary& fields);
  explicit RecordView(const event::FieldDictionary& fields);

  void look(const event::Event& event);
  // The same of what an Event would be made of. All three live until the next look().
  void look(const RecordMembers& record, const RecordValues& values, const SlotPlaces& places);
  // Where to look in records with these fields.
  [[nodiscard]] SlotPlaces places(std::span<const SlotPlaces::Field> fields) const;
  [[nodiscard]] const RecordMembers& record() const { return record_; }

  // Without blanks around it; empty where there is none.
  [[nodiscard]] std::string_view text(Slot slot) const;
  // A decimal or 0x… number; 0 where there is none.
  [[nodiscard]] std::uint64_t number(Slot slot) const;
  // A UUID or the like as one number; 0 for none and for one of zeros.
  [[nodiscard]] std::uint64_t guid(Slot slot) const;
  [[nodiscard]] std::optional<base::Time> time(Slot slot) const;
  // "true", "T", "1".
  [[nodiscard]] bool is_true(Slot slot) const;
  [[nodiscard]] bool is_false(Slot slot) const;
  [[nodiscard]] bool has(Slot slot) const { return !text(slot).empty(); }

  // Calls visit(text) for each value of a slot, until it returns true.
  template <class Visit>
  void each(Slot slot, Visit&& visit) const {
    if (event_ == nullptr) return each_value(slot, visit);
    const std::uint16_t first = at_[static_cast<std::size_t>(slot)];
    if (first == kNowhere) return;
    const auto& fields = event_->fields();
    for (std::size_t i = first; i < fields.size(); ++i) {
      if (slot_of(fields[i].id) == slot && visit(event_->text(i))) return;
    }
  }

 private:
  static constexpr std::uint16_t kNowhere = SlotPlaces::kNowhere;

  // What a slot has in the record at hand that is no Event.
  struct Seen {
    std::uint64_t record = 0;  // which the rest is of
    std::uint16_t place = kNowhere;
    bool rendered = false;
    event::Value value;
    std::string_view text;
  };

  [[nodiscard]] Slot slot_of(event::FieldId id) const {
    const auto number = static_cast<std::size_t>(id);
    return number < slots_.size() ? slots_[number] : Slot::kNone;
  }

  [[nodiscard]] Seen& seen(Slot slot) const;
  void find(Slot slot, Seen& seen) const;
  [[nodiscard]] std::string_view rendered(Slot slot) const;
  [[nodiscard]] std::optional<event::Value> value(Slot slot) const;
  [[nodiscard]] base::Arena& arena() const { return event_ != nullptr ? event_->arena() : arena_; }

  template <class Visit>
  void each_value(Slot slot, Visit&& visit) const {
    const auto& all = places_->all();
    for (std::size_t i = seen(slot).place; i < all.size() && all[i].slot == slot; ++i) {
      const std::optional<event::Value> value = values_->value(all[i].field);
      if (value && visit(value->as_text(arena_))) return;
    }
  }

  std::vector<Slot> slots_;  // by FieldId
  RecordMembers record_;
  const event::Event* event_ = nullptr;     // null: it is none
  std::array<std::uint16_t, kSlots> at_{};  // the field that a slot's value is in
  const RecordValues* values_ = nullptr;
  const SlotPlaces* places_ = nullptr;
  std::uint64_t records_ = 0;  // looked at
  mutable std::array<Seen, kSlots> seen_;
  mutable base::Arena arena_;
};

}  // namespace hoptrace::sessions
