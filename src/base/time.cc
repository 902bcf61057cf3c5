#include "base/time.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <limits>

namespace hoptrace::base {
namespace {

constexpr std::uint64_t kEpochAsFiletime = 116'444'736'000'000'000;  // 1970-01-01 in FILETIME ticks

// The ISO week: the week of the nearest Thursday, counted from the first of that Thursday's year.
int iso_week(std::chrono::sys_days day, int weekday) {
  using namespace std::chrono;
  const sys_days thursday = day + days{3 - weekday};
  const sys_days first = year_month_day{thursday}.year() / January / 1;
  return static_cast<int>((thursday - first).count() / 7) + 1;
}

// Takes exactly `count` digits off the front of `text`.
std::optional<int> take_digits(std::string_view& text, std::size_t count) {
  if (text.size() < count) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(0, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  text.remove_prefix(count);
  return value;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

// The fraction of a second behind the point, in ticks; digits beyond the seventh are dropped.
std::optional<int> take_fraction(std::string_view& text) {
  int ticks = 0;
  int digits = 0;
  for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; text.remove_prefix(1), ++digits) {
    if (digits < 7) ticks = ticks * 10 + (text.front() - '0');
  }
  if (digits == 0) return std::nullopt;
  for (; digits < 7; ++digits) ticks *= 10;
  return ticks;
}

// The zone's offset in seconds east of UTC.
std::optional<int> take_zone(std::string_view& text, bool assume_utc) {
  if (take(text, 'Z') || take(text, 'z')) return 0;
  if (text.empty()) return assume_utc ? std::optional(0) : std::nullopt;
  const bool east = take(text, '+');
  if (!east && !take(text, '-')) return std::nullopt;
  const auto hours = take_digits(text, 2);
  take(text, ':');
  const auto minutes = text.empty() ? std::optional(0) : take_digits(text, 2);
  if (!hours || !minutes || *hours > 18 || *minutes > 59) return std::nullopt;
  return (east ? 1 : -1) * (*hours * 3600 + *minutes * 60);
}

bool take_date(std::string_view& text, CalendarTime& parts) {
  const auto year = take_digits(text, 4);
  if (!year || !take(text, '-')) return false;
  const auto month = take_digits(text, 2);
  if (!month || !take(text, '-')) return false;
  const auto day = take_digits(text, 2);
  if (!day) return false;
  parts.year = *year, parts.month = *month, parts.day = *day;
  return true;
}

bool take_clock(std::string_view& text, CalendarTime& parts) {
  const auto hour = take_digits(text, 2);
  if (!hour || !take(text, ':')) return false;
  const auto minute = take_digits(text, 2);
  if (!minute || !take(text, ':')) return false;
  const auto second = take_digits(text, 2);
  if (!second) return false;
  parts.hour = *hour, parts.minute = *minute, parts.second = *second;
  if (!take(text, '.') && !take(text, ',')) return true;
  const auto fraction = take_fraction(text);
  parts.ticks = fraction.value_or(0);
  return fraction.has_value();
}

// The two digits at `at`; `bad` keeps a bit where one of them is none.
std::uint32_t two_digits(const char* at, std::uint32_t& bad) {
  const std::uint32_t high = static_cast<unsigned char>(at[0]) - std::uint32_t{'0'};
  const std::uint32_t low = static_cast<unsigned char>(at[1]) - std::uint32_t{'0'};
  bad |= (high > 9 || low > 9) ? 1 : 0;
  return high * 10 + low;
}

// Days since 1970-01-01 of a date of our calendar (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms",
// days_from_civil, for years that are not negative).
std::int64_t days_of(std::uint32_t year, std::uint32_t month, std::uint32_t day) {
  const std::uint32_t from_march = month <= 2 ? year - 1 : year;
  const std::uint32_t era = from_march / 400, in_era = from_march % 400;
  const std::uint32_t in_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const std::uint32_t in_days = in_era * 365 + in_era / 4 - in_era / 100 + in_year;
  return std::int64_t{era} * 146'097 + in_days - 719'468;
}

// Nearly all times are written in one way, "2018-12-20T09:14:03.1234567Z" with any number of those seven digits: read
// here without asking for each part anew whether it is there. Nothing: it is not quite that, or no time.
std::optional<Time> usual_time(std::string_view text) {
  if (text.size() < 20 || text.size() > 28 || text.back() != 'Z') return std::nullopt;
  const char* const at = text.data();
  if (at[4] != '-' || at[7] != '-' || at[10] != 'T' || at[13] != ':' || at[16] != ':') return std::nullopt;
  std::uint32_t bad = 0;
  const std::uint32_t year = two_digits(at, bad) * 100 + two_digits(at + 2, bad);
  const std::uint32_t month = two_digits(at + 5, bad), day = two_digits(at + 8, bad);
  const std::uint32_t hour = two_digits(at + 11, bad), minute = two_digits(at + 14, bad);
  const std::uint32_t second = two_digits(at + 17, bad);
  if (bad != 0 || year == 0 || month == 0 || month > 12 || day == 0) return std::nullopt;
  if (day > 28 && (month == 2 || day > 30)) return std::nullopt;  // who knows the months' lengths is asked
  if (hour > 23 || minute > 59 || second > 60) return std::nullopt;
  std::uint32_t ticks = 0;
  std::size_t place = 19;
  if (text.size() > 20) {
    if (at[19] != '.' || text.size() == 21) return std::nullopt;
    for (place = 20; place + 1 < text.size(); ++place) {
      const std::uint32_t digit = static_cast<unsigned char>(at[place]) - std::uint32_t{'0'};
      if (digit > 9) return std::nullopt;
      ticks = ticks * 10 + digit;
    }
    for (; place < 27; ++place) ticks *= 10;
  }
  const std::int64_t seconds = days_of(year, month, day) * 86'400 + hour * 3600 + minute * 60 + second;
  return Time{seconds * Time::kTicksPerSecond + ticks};
}

}  // namespace

Time Time::from_filetime(std::uint64_t filetime) {
  const std::uint64_t top = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  return {static_cast<std::int64_t>(std::min(filetime, top)) - static_cast<std::int64_t>(kEpochAsFiletime)};
}

CalendarTime calendar(Time time) {
  using namespace std::chrono;
  std::int64_t seconds_since = time.ticks / Time::kTicksPerSecond;
  std::int64_t rest = time.ticks % Time::kTicksPerSecond;
  if (rest < 0) rest += Time::kTicksPerSecond, --seconds_since;
  const sys_seconds at{seconds{seconds_since}};
  const sys_days day = floor<days>(at);
  const year_month_day date{day};
  const hh_mm_ss clock{at - day};
  const int weekday_of_day = static_cast<int>(weekday{day}.iso_encoding()) - 1;
  return {.year = static_cast<int>(date.year()),
          .month = static_cast<int>(static_cast<unsigned>(date.month())),
          .day = static_cast<int>(static_cast<unsigned>(date.day())),
          .hour = static_cast<int>(clock.hours().count()),
          .minute = static_cast<int>(clock.minutes().count()),
          .second = static_cast<int>(clock.seconds().count()),
          .week = iso_week(day, weekday_of_day),
          .weekday = weekday_of_day,
          .ticks = static_cast<int>(rest)};
}

std::optional<Time> from_calendar(const CalendarTime& parts) {
  using namespace std::chrono;
  const year_month_day date{year{parts.year}, month{static_cast<unsigned>(parts.month)},
                            day{static_cast<unsigned>(parts.day)}};
  if (!date.ok() || parts.hour > 23 || parts.minute > 59 || parts.second > 60) return std::nullopt;
  const std::int64_t days_since = sys_days{date}.time_since_epoch().count();
  const std::int64_t seconds_since = days_since * 86'400 + parts.hour * 3600 + parts.minute * 60 + parts.second;
  return Time{seconds_since * Time::kTicksPerSecond + parts.ticks};
}

std::string iso8601_day(std::int32_t day) {
  return iso8601({day * kDay}).substr(0, 10);
}

std::string iso8601(Time time) {
  const CalendarTime c = calendar(time);
  if (c.year < 0 || c.year > 9999) {
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:07}Z", c.year, c.month, c.day, c.hour, c.minute,
                       c.second, c.ticks);
  }
  std::string text = "0000-00-00T00:00:00.0000000Z";
  const auto put = [&text](std::size_t last, int number) {  // its last digit there
    for (; number > 0; number /= 10) text[last--] = static_cast<char>('0' + number % 10);
  };
  put(3, c.year);
  put(6, c.month);
  put(9, c.day);
  put(12, c.hour);
  put(15, c.minute);
  put(18, c.second);
  put(26, c.ticks);
  return text;
}

std::optional<Time> parse_time(std::string_view text, bool assume_utc) {
  if (const auto time = usual_time(text)) return time;
  CalendarTime parts;
  if (!take_date(text, parts)) return std::nullopt;
  if (text.empty()) return from_calendar(parts);
  if (!take(text, 'T') && !take(text, 't') && !take(text, ' ')) return std::nullopt;
  if (!take_clock(text, parts)) return std::nullopt;
  take(text, ' ');
  const auto zone = take_zone(text, assume_utc);
  const auto local = from_calendar(parts);
  if (!zone || !local || !text.empty()) return std::nullopt;
  return Time{local->ticks - *zone * Time::kTicksPerSecond};
}

}  // namespace hoptrace::base
