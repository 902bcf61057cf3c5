// RecordView: an Event's values by what they mean for facts (a Slot), found in one walk over its fields.
//
// One name may have several spellings: exports of one log differ in them (slot_names.cc). Values that Windows writes
// as "-" are none. A view is good until the next look().
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "event/event.h"
#include "sessions/slot.h"

namespace hoptrace::sessions {

class RecordView {
 public:
  static void declare(event::FieldDictionary& fields);
  explicit RecordView(const event::FieldDictionary& fields);

  void look(const event::Event& event);
  [[nodiscard]] const event::Event& event() const { return *event_; }

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
    const std::uint16_t first = at_[static_cast<std::size_t>(slot)];
    if (first == kNowhere) return;
    const auto& fields = event_->fields();
    for (std::size_t i = first; i < fields.size(); ++i) {
      if (slot_of(fields[i].id) == slot && visit(event_->text(i))) return;
    }
  }

 private:
  static constexpr std::uint16_t kNowhere = 0xFFFF;

  [[nodiscard]] Slot slot_of(event::FieldId id) const {
    const auto number = static_cast<std::size_t>(id);
    return number < slots_.size() ? slots_[number] : Slot::kNone;
  }

  std::vector<Slot> slots_;  // by FieldId
  const event::Event* event_ = nullptr;
  std::array<std::uint16_t, kSlots> at_{};  // the field that a slot's value is in
};

}  // namespace hoptrace::sessions
