// Conversion: one parsed JSON record on its way into an Event: adds its values, flattens what is nested, and keeps
// what the dialects (dialect.h) need besides.
//
// Names and texts in the Event are views into the parsed document or the Event's arena: both live until the sink has
// returned. Nested names are joined with '.'; the items of an array are values of the same name. One thread.
#pragma once

#include <simdjson.h>

#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "base/anomaly.h"
#include "decode/json/system_field.h"
#include "event/event.h"
#include "event/field.h"

namespace hoptrace::decode::json {

// Bounds on one record; what is beyond is left out and said (kTooLarge).
constexpr std::size_t kMaxFields = 65'536;
constexpr std::size_t kMaxName = 512;  // of a joined name

class Conversion {
 public:
  Conversion(event::Event& event, const event::FieldDictionary& names) : event_(event), names_(names) {}

  [[nodiscard]] event::Event& event() { return event_; }
  [[nodiscard]] std::string_view provider() const { return event_.provider; }
  void add(std::string_view name, event::Value value, bool system = false);
  void add(const SystemField& field, event::Value value);
  [[nodiscard]] bool full() const { return event_.fields().size() >= kMaxFields; }
  // The text of the first field called `name`, empty where there is none.
  [[nodiscard]] std::string_view text(std::string_view name) const;
  // Something odd about the record's values; the decoder says each thing once a piece.
  void odd(base::AnomalyKind kind, std::string what) { odd_.push_back({kind, 0, std::move(what)}); }
  [[nodiscard]] const base::Anomalies& odd() const { return odd_; }
  // `name` as one that lives as long as the Event.
  [[nodiscard]] std::string_view keep(std::string_view name) const { return event_.arena().copy(name); }

 private:
  event::Event& event_;
  const event::FieldDictionary& names_;
  base::Anomalies odd_;
};

// The value of a JSON scalar (an object or array gives null).
[[nodiscard]] event::Value value_of(simdjson::dom::element element);
// A mask of keywords, which .NET writes as a signed number: shown as hexadecimal, as in the event's XML.
[[nodiscard]] event::Value mask_of(const event::Value& value);
// True if it is neither an object nor an array.
[[nodiscard]] bool is_scalar(simdjson::dom::element element);
// The items of an array, the members of an object; only of an element of that type.
[[nodiscard]] simdjson::dom::array items_of(simdjson::dom::element element);
[[nodiscard]] simdjson::dom::object members_of(simdjson::dom::element element);
// The string under `key`, or an empty one.
[[nodiscard]] std::string_view text_at(simdjson::dom::object object, std::string_view key);

// Calls leaf(name, scalar) for every scalar below `object`, in order. The name lives as long as `event` does.
// An empty object or array is a leaf itself, with a null value. At most kMaxFields members are visited.
using Leaf = std::function<void(std::string_view name, simdjson::dom::element value)>;
void flatten(simdjson::dom::object object, event::Event& event, const Leaf& leaf);
// The same below one element that stands under `name`.
void flatten(std::string_view name, simdjson::dom::element element, event::Event& event, const Leaf& leaf);
// `key` below `name`, in `memory`; just `name` where the two are too long together.
[[nodiscard]] std::string_view joined(std::string_view name, std::string_view key, base::Arena& memory);

}  // namespace hoptrace::decode::json
