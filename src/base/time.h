// Time: an instant in evidence, in ticks of 100 ns since 1970-01-01T00:00:00Z (the resolution of Windows' FILETIME).
// Text is ISO 8601 with a `Z`; a local time without its zone is never turned into a Time by guessing.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hoptrace::base {

struct Time {
  static constexpr std::int64_t kTicksPerSecond = 10'000'000;
  std::int64_t ticks = 0;

  auto operator<=>(const Time&) const = default;

  [[nodiscard]] static Time from_seconds(std::int64_t seconds) { return {seconds * kTicksPerSecond}; }
  // Windows FILETIME: 100 ns since 1601-01-01. Values beyond what a signed tick count holds are clamped.
  [[nodiscard]] static Time from_filetime(std::uint64_t filetime);
};

// Lengths of time, in ticks.
inline constexpr std::int64_t kSecond = Time::kTicksPerSecond;
inline constexpr std::int64_t kMinute = 60 * kSecond, kHour = 60 * kMinute, kDay = 24 * kHour;

// Calendar parts in UTC; `week` is ISO 8601's week number, `weekday` 0 is Monday.
struct CalendarTime {
  int year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0, week = 1, weekday = 0;
  int ticks = 0;  // of 100 ns within the second
};
[[nodiscard]] CalendarTime calendar(Time time);
[[nodiscard]] std::optional<Time> from_calendar(const CalendarTime& parts);

// "2018-12-20T09:14:03.1234567Z", always seven digits.
[[nodiscard]] std::string iso8601(Time time);
// "2018-12-20", of a count of days since 1970-01-01.
[[nodiscard]] std::string iso8601_day(std::int32_t day);

// Reads "2018-12-20T09:14:03[.fraction](Z|±hh:mm|±hhmm)", also with a blank for the T, and bare dates (midnight UTC).
// A time of day without a zone is taken as UTC only where `assume_utc`; else nothing.
[[nodiscard]] std::optional<Time> parse_time(std::string_view text, bool assume_utc = false);

}  // namespace hoptrace::base
