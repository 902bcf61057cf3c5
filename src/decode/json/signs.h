// Signs: the keys of a record by which the dialects tell it (docs/json-dialects.md), gathered in one look at each of
// its top-level keys.
#pragma once

#include <simdjson.h>

#include <cstdint>
#include <string_view>

namespace hoptrace::decode::json {

using Signs = std::uint32_t;

namespace sign {
constexpr Signs kEventXml = 1U << 0;  // an object "System", alone or in an object "Event"
constexpr Signs kWinlog = 1U << 1;    // "winlog", or any key that begins with "winlog."
constexpr Signs kLogNameWords = 1U << 2;
constexpr Signs kEventIdWords = 1U << 3;
constexpr Signs kComputerNameWords = 1U << 4;
constexpr Signs kSourceName = 1U << 5;
constexpr Signs kEventId = 1U << 6;
constexpr Signs kHostname = 1U << 7;
constexpr Signs kEventTime = 1U << 8;
constexpr Signs kTimeGenerated = 1U << 9;
constexpr Signs kComputer = 1U << 10;
constexpr Signs kProviderName = 1U << 11;
constexpr Signs kLogName = 1U << 12;
constexpr Signs kId = 1U << 13;
constexpr Signs kChannel = 1U << 14;
constexpr Signs kSigmaProvider = 1U << 15;
constexpr Signs kZeekConnection = 1U << 16;  // either end of a connection, in Zeek's names
constexpr Signs kZeekTime = 1U << 17;
constexpr Signs kZeekMark = 1U << 18;    // what Zeek's own records have beside their time
constexpr Signs kWrapping = 1U << 19;    // a search export may be wrapped around the record
constexpr Signs kMayBeEvent = 1U << 20;  // "Event" or "System": whether kEventXml holds, their values say
}  // namespace sign

// What one top-level key is a sign of; 0 of most. Never kEventXml, which takes a look at values.
[[nodiscard]] Signs sign_of(std::string_view key);
// All signs of a record.
[[nodiscard]] Signs signs_of(simdjson::dom::object record);

[[nodiscard]] constexpr bool all_of(Signs signs, Signs wanted) {
  return (signs & wanted) == wanted;
}
[[nodiscard]] constexpr bool any_of(Signs signs, Signs wanted) {
  return (signs & wanted) != 0;
}

}  // namespace hoptrace::decode::json
