// FieldView: one record as the rules of one lane see it.
//
// A rule asks for a field by its own name; the lane (log_source.h) says how the record names it, how its text is
// converted, and whether this source can have it at all. On most lanes nothing is renamed and the view is the record
// itself: a question costs one look at an empty list more than Event::any_of.
//
// Order: look_at(event, lane), then ask. What a conversion makes lives in the event's arena and is made at most once
// for each pair; the view must not be asked after the event's sink has returned. One view a thread, used again and
// again.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "event/event.h"
#include "event/field.h"
#include "event/value.h"
#include "rules/log_source.h"

namespace hoptrace::rules {

enum class Presence : std::uint8_t {
  kAbsent,   // the source can have it, this record does not
  kPresent,  // there, even if null or empty
  kUnknown,  // the source can never have it: a verdict that hangs on it is uncertain
};

// One value of a field. The text is rendered only when it is asked for, at most once for a record.
class SeenValue {
 public:
  SeenValue(const event::Event& event, std::size_t index) : event_(&event), index_(index) {}
  SeenValue(const event::Event& event, event::Value converted)
      : event_(&event), index_(kConverted), converted_(converted) {}

  [[nodiscard]] const event::Value& value() const {
    return index_ == kConverted ? converted_ : event_->fields()[index_].value;
  }
  [[nodiscard]] std::string_view text() const {
    return index_ == kConverted ? converted_.as_text(event_->arena()) : event_->text(index_);
  }

 private:
  static constexpr std::size_t kConverted = static_cast<std::size_t>(-1);
  const event::Event* event_;
  std::size_t index_;
  event::Value converted_;
};

class FieldView {
 public:
  void look_at(const event::Event& event, const Lane& lane);

  [[nodiscard]] const event::Event& event() const { return *event_; }
  [[nodiscard]] const Lane& lane() const { return *lane_; }

  // Evidence goes before the table: a field that the record has is present, whatever the lane says it cannot have.
  [[nodiscard]] Presence presence(event::FieldId rule_field) const;

  // Calls visit(const SeenValue&) for each value that the rule's field has here, until it returns true; whether it
  // did. No values: see presence().
  template <class Visit>
  bool any_value(event::FieldId rule_field, Visit&& visit) const;

  // The same over every value of the record, whatever its field, as keywords search them.
  template <class Visit>
  bool any_in_record(Visit&& visit) const;

 private:
  // The converted value of lane_->mappings[index], made on the first question.
  struct Slot {
    std::uint64_t round = 0;  // of the look_at() that made it
    bool there = false;
    event::Value value;
  };
  [[nodiscard]] const Slot& converted(const FieldMapping& mapping) const;
  // Of a renamed field: the record's name for it.
  [[nodiscard]] event::FieldId native(const FieldMapping& mapping) const;

  const event::Event* event_ = nullptr;
  const Lane* lane_ = nullptr;
  std::uint64_t round_ = 0;
  mutable std::vector<Slot> slots_;  // parallel to lane_->mappings
};

template <class Visit>
bool FieldView::any_value(event::FieldId rule_field, Visit&& visit) const {
  const FieldMapping* const mapping = lane_->mapping(rule_field);
  if (mapping != nullptr && mapping->conversion != Conversion::kSame) {
    const Slot& slot = converted(*mapping);
    return slot.there && visit(SeenValue(*event_, slot.value));
  }
  const event::FieldId id = mapping == nullptr ? rule_field : native(*mapping);
  return event_->any_of(id, [&](std::size_t index) { return visit(SeenValue(*event_, index)); });
}

template <class Visit>
bool FieldView::any_in_record(Visit&& visit) const {
  for (std::size_t index = 0; index < event_->fields().size(); ++index) {
    if (visit(SeenValue(*event_, index))) return true;
  }
  return false;
}

}  // namespace hoptrace::rules
