// Readings: what the rules of one lane read in one record: each field's values, their text and their folded text,
// each made at most once however many rules ask.
//
// Order: look_at(event, lane), then ask; until the next look_at(). Text lives in the event's arena. One a thread.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "event/event.h"
#include "rules/field_view.h"

namespace hoptrace::match {

class Readings {
 public:
  // The values of one field: the readings [first, first + count).
  struct Range {
    bool unknown = false;  // the source can never have the field (then there are no values)
    std::uint32_t first = 0;
    std::uint32_t count = 0;
  };

  void look_at(const event::Event& event, const rules::Lane& lane);
  [[nodiscard]] const event::Event& event() const { return view_.event(); }

  [[nodiscard]] Range of(event::FieldId rule_field);
  // Every value of the record, as keywords search them.
  [[nodiscard]] Range all();

  [[nodiscard]] const event::Value& value(std::uint32_t reading) const { return readings_[reading].seen.value(); }
  [[nodiscard]] bool is_null(std::uint32_t reading) const { return value(reading).is_null(); }
  // Valid UTF-8.
  [[nodiscard]] std::string_view text(std::uint32_t reading);
  [[nodiscard]] std::string_view folded(std::uint32_t reading);

 private:
  struct Reading {
    rules::SeenValue seen;
    std::string_view text;    // data() is null until somebody asks
    std::string_view folded;  // likewise
  };
  struct Known {
    std::uint64_t round = 0;  // of the look_at() that found it
    Range range;
  };

  rules::FieldView view_;
  std::vector<Reading> readings_;
  std::vector<Known> known_;  // by field id
  Known all_;
  std::uint64_t round_ = 0;
};

}  // namespace hoptrace::match
