// The members that an Event and a Glance have beside the fields (event id, channel, time…), from <System>'s fields.
// One place for both, so that a record glanced at says what its event would.
#pragma once

#include <algorithm>
#include <array>
#include <limits>

#include "event/event.h"

namespace hoptrace::decode::evtx {

[[nodiscard]] inline bool is_member(event::FieldId id) {
  namespace names = event::field;
  constexpr std::array kMembers{names::kEventId, names::kEventRecordId, names::kTimeCreated,
                                names::kChannel, names::kProviderName,  names::kComputer};
  return std::find(kMembers.begin(), kMembers.end(), id) != kMembers.end();
}

// Sets the member that `value` of the field `id` means. `text` turns it into a text that outlives the record.
template <class Target, class Text>
void set_member(Target& target, event::FieldId id, const event::Value& value, base::Arena& arena, Text&& text) {
  namespace names = event::field;
  using event::Kind;
  if (id == names::kEventId) {
    if (value.kind() == Kind::kUint && value.raw_integer() >= 0 && value.raw_integer() <= 0xFFFFFFFF) {
      target.event_id = static_cast<std::uint32_t>(value.raw_integer());
      return;
    }
    const auto number = value.as_number(arena);
    if (number && *number >= 0 && *number <= std::numeric_limits<std::uint32_t>::max()) {
      target.event_id = static_cast<std::uint32_t>(*number);
    }
  } else if (id == names::kEventRecordId) {
    if (value.kind() == Kind::kUint || value.kind() == Kind::kInt || value.kind() == Kind::kHex) {
      target.record_id = static_cast<std::uint64_t>(value.raw_integer());
    }
  } else if (id == names::kTimeCreated) {
    // A FILETIME of zero is the year 1601: no time at all.
    const auto time = value.as_time(arena);
    if (time && *time > base::Time::from_filetime(0)) target.time = *time, target.timed = true;
  } else if (id == names::kChannel) {
    target.channel = text(value);
  } else if (id == names::kProviderName) {
    target.provider = text(value);
  } else if (id == names::kComputer) {
    target.computer = text(value);
  }
}

// Completes the members with what the record's own header says; whether the record had a time of its own.
template <class Target>
[[nodiscard]] bool settle_time(Target& target, std::uint64_t header_written) {
  const bool own_time = target.timed;
  if (!own_time && header_written != 0) {
    target.time = base::Time::from_filetime(header_written);
    target.timed = true;
  }
  return own_time;
}

}  // namespace hoptrace::decode::evtx
