// The members that an Event and a Glance have beside the fields (event id, channel, time…), from <System>'s fields.
// One place for both, so that a record glanced at says what its event would.
#pragma once

#include <algorithm>
#include <array>
#include <limits>

#include "event/event.h"

namespace hoptrace::decode::evtx {

inline const base::Time kNoTime = base::Time::from_filetime(0);

enum class Member : std::uint8_t { kNone, kProvider, kEventId, kChannel, kComputer, kRecordId, kTime };

// The member that a System field of this name is.
[[nodiscard]] inline Member member_of(event::FieldId id) {
  namespace names = event::field;
  constexpr std::array kInOrder{names::kProviderName, names::kEventId,       names::kChannel,
                                names::kComputer,     names::kEventRecordId, names::kTimeCreated};
  const auto found = std::find(kInOrder.begin(), kInOrder.end(), id);
  return found == kInOrder.end() ? Member::kNone : static_cast<Member>(1 + (found - kInOrder.begin()));
}

template <class Target>
void set_event_id(Target& target, const event::Value& value, base::Arena& arena) {
  constexpr auto kLargest = std::numeric_limits<std::uint32_t>::max();
  if (value.kind() == event::Kind::kUint && static_cast<std::uint64_t>(value.raw_integer()) <= kLargest) {
    target.event_id = static_cast<std::uint32_t>(value.raw_integer());
    return;
  }
  const auto number = value.as_number(arena);
  if (number && *number >= 0 && *number <= kLargest) target.event_id = static_cast<std::uint32_t>(*number);
}

template <class Target>
void set_time(Target& target, const event::Value& value, base::Arena& arena) {
  const bool is_time = value.kind() == event::Kind::kTime;
  const auto time = is_time ? std::optional(base::Time{value.raw_integer()}) : value.as_time(arena);
  // A FILETIME of zero is the year 1601: no time at all.
  if (time && *time > kNoTime) target.time = *time, target.timed = true;
}

template <class Target>
void set_text(Target& target, Member member, std::string_view text) {
  if (member == Member::kChannel) target.channel = text;
  if (member == Member::kProvider) target.provider = text;
  if (member == Member::kComputer) target.computer = text;
}

// `text` turns a value into a text that outlives the record.
template <class Target, class Text>
void set_member(Target& target, Member member, const event::Value& value, base::Arena& arena, Text&& text) {
  using event::Kind;
  switch (member) {
    case Member::kEventId:
      return set_event_id(target, value, arena);
    case Member::kRecordId:
      if (value.kind() == Kind::kUint || value.kind() == Kind::kInt || value.kind() == Kind::kHex) {
        target.record_id = static_cast<std::uint64_t>(value.raw_integer());
      }
      return;
    case Member::kTime:
      return set_time(target, value, arena);
    case Member::kChannel:
    case Member::kProvider:
    case Member::kComputer:
      return set_text(target, member, text(value));
    case Member::kNone:
      return;
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
