// RecordValues: a record before there is an Event of it, as facts are read from it: most records of the kinds that
// can be facts are none, and a look at two or three of their values tells. Valid as long as whoever shows it says.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/origin.h"
#include "base/time.h"
#include "event/field.h"
#include "event/value.h"
#include "sessions/slot.h"

namespace hoptrace::sessions {

class RecordValues {
 public:
  virtual ~RecordValues() = default;
  // What Event's field of that number would hold; nothing where this record has no such field.
  [[nodiscard]] virtual std::optional<event::Value> value(std::size_t field) const = 0;
};

// What Event has as members.
struct RecordMembers {
  base::Origin origin;
  base::Time time;
  bool timed = false;
  std::uint64_t record_id = 0;
  std::uint32_t event_id = 0;
  std::string_view computer;
};

// Which fields a slot's value can be in, of records that have the same fields in the same order.
class SlotPlaces {
 public:
  struct Field {
    event::FieldId id = event::FieldId::kOther;
    bool system = false;
  };
  struct Place {
    Slot slot = Slot::kNone;
    bool system = false;
    std::uint16_t field = 0;
  };
  // In the order of fields.
  [[nodiscard]] const std::vector<Place>& all() const { return places_; }
  // The first of a slot's in all(), which follow each other; kNowhere: there is none.
  [[nodiscard]] std::uint16_t first(Slot slot) const { return first_[static_cast<std::size_t>(slot)]; }
  static constexpr std::uint16_t kNowhere = 0xFFFF;

 private:
  friend class RecordView;
  std::vector<Place> places_;
  std::vector<std::uint16_t> first_;
};

}  // namespace hoptrace::sessions
