#include "decode/json/system_field.h"

#include <charconv>
#include <limits>

namespace hoptrace::decode::json {
namespace {

std::uint64_t number_of(event::Event& event, const event::Value& value) {
  if (value.kind() == event::Kind::kInt || value.kind() == event::Kind::kUint) {
    return static_cast<std::uint64_t>(value.raw_integer());
  }
  const std::string_view text = value.as_text(event.arena());
  std::uint64_t number = 0;
  const auto [stopped, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && stopped == text.data() + text.size() ? number : 0;
}

}  // namespace

void take_channel(event::Event& event, const event::Value& value) {
  event.channel = value.as_text(event.arena());
}

void take_provider(event::Event& event, const event::Value& value) {
  event.provider = value.as_text(event.arena());
}

void take_computer(event::Event& event, const event::Value& value) {
  event.computer = value.as_text(event.arena());
}

void take_event_id(event::Event& event, const event::Value& value) {
  const std::uint64_t id = number_of(event, value);
  event.event_id = id <= std::numeric_limits<std::uint32_t>::max() ? static_cast<std::uint32_t>(id) : 0;
}

void take_record_id(event::Event& event, const event::Value& value) {
  event.record_id = number_of(event, value);
}

void take_time(event::Event& event, const event::Value& value) {
  if (event.timed) return;
  const auto time = value.as_time(event.arena());
  if (!time) return;
  event.time = *time;
  event.timed = true;
}

}  // namespace hoptrace::decode::json
