#include "decode/vpn/log_stamp.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace hoptrace::decode::vpn {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Reads a line from its front; every step that fails leaves `ok` false and the rest of them without effect.
class Reading {
 public:
  explicit Reading(std::string_view text) : rest(text) {}

  [[nodiscard]] bool literal(std::string_view wanted) {
    if (!rest.starts_with(wanted)) return false;
    rest.remove_prefix(wanted.size());
    return true;
  }
  // Between `least` and `most` digits.
  [[nodiscard]] bool number(std::size_t least, std::size_t most, int& out) {
    std::size_t size = 0;
    out = 0;
    while (size < most && size < rest.size() && is_digit(rest[size])) out = out * 10 + (rest[size++] - '0');
    rest.remove_prefix(size);
    return size >= least;
  }
  [[nodiscard]] bool clock(base::CalendarTime& parts) {
    if (!number(2, 2, parts.hour) || !literal(":") || !number(2, 2, parts.minute) || !literal(":") ||
        !number(2, 2, parts.second))
      return false;
    if (rest.size() > 1 && (rest[0] == '.' || rest[0] == ',') && is_digit(rest[1])) fraction(parts);
    return parts.hour < 24 && parts.minute < 60 && parts.second < 61;
  }
  [[nodiscard]] bool at_end() const { return rest.empty() || rest.front() == ' ' || rest.front() == ':'; }

  std::string_view rest;

 private:
  void fraction(base::CalendarTime& parts) {
    rest.remove_prefix(1);
    int ticks = 0;
    for (int scale = 1'000'000; !rest.empty() && is_digit(rest.front()); rest.remove_prefix(1), scale /= 10) {
      ticks += (rest.front() - '0') * scale;
    }
    parts.ticks = ticks;
  }
};

// "Z", "+01:00", "-0500".
bool take_offset(Reading& from, LogStamp& stamp) {
  if (from.literal("Z")) return stamp.zoned = true;
  const bool east = from.rest.starts_with('+');
  if (!east && !from.rest.starts_with('-')) return false;
  Reading offset(from.rest.substr(1));
  int hours = 0, minutes = 0;
  if (!offset.number(2, 2, hours)) return false;
  (void)offset.literal(":");
  if (!offset.number(2, 2, minutes) || hours > 15 || minutes > 59) return false;
  stamp.minutes_east = (hours * 60 + minutes) * (east ? 1 : -1);
  from.rest = offset.rest;
  return stamp.zoned = true;
}

bool take_date(Reading& from, base::CalendarTime& parts) {
  return from.number(4, 4, parts.year) && from.literal("-") && from.number(2, 2, parts.month) && from.literal("-") &&
         from.number(2, 2, parts.day) && parts.year != 0;
}

std::optional<LogStamp> keyed(Reading& from) {
  LogStamp stamp;
  stamp.form = LogStamp::Form::kKeyed;
  if (!from.literal("date=") || !take_date(from, stamp.parts) || !from.literal(" time=") || !from.clock(stamp.parts))
    return std::nullopt;
  // The zone is a key like others, further on.
  constexpr std::string_view kZone = " tz=\"";
  const std::size_t at = from.rest.find(kZone);
  if (at != std::string_view::npos) {
    Reading zone(from.rest.substr(at + kZone.size()));
    (void)take_offset(zone, stamp);
  }
  return stamp;
}

std::optional<LogStamp> iso(Reading& from) {
  LogStamp stamp;
  base::CalendarTime& parts = stamp.parts;
  if (!take_date(from, parts)) return std::nullopt;
  stamp.form = from.rest.starts_with('T') ? LogStamp::Form::kIso : LogStamp::Form::kIsoBlank;
  if ((!from.literal("T") && !from.literal(" ")) || !from.clock(parts)) return std::nullopt;
  (void)take_offset(from, stamp);
  return stamp;
}

constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> kDays{"Mon ", "Tue ", "Wed ", "Thu ", "Fri ", "Sat ", "Sun "};

// " 2018", where no more digits or a clock's colon follow.
void take_year(Reading& from, base::CalendarTime& parts) {
  Reading year(from.rest);
  int number = 0;
  if (!year.literal(" ") || !year.number(4, 4, number) || !year.at_end() || number < 1970) return;
  parts.year = number;
  from.rest = year.rest;
}

std::optional<LogStamp> english(Reading& from) {
  LogStamp stamp;
  base::CalendarTime& parts = stamp.parts;
  parts.year = 0;
  for (const std::string_view day : kDays) {
    if (from.literal(day)) stamp.form = LogStamp::Form::kEnglishWeekday;
  }
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    if (!from.literal(kMonths[i])) continue;
    parts.month = static_cast<int>(i) + 1;
    if (!from.literal(" ")) return std::nullopt;
    (void)from.literal(" ");
    if (!from.number(1, 2, parts.day)) return std::nullopt;
    take_year(from, parts);
    if (!from.literal(" ") || !from.clock(parts)) return std::nullopt;
    if (stamp.form == LogStamp::Form::kEnglishWeekday) take_year(from, parts);
    return stamp;
  }
  return std::nullopt;
}

// Only names that mean one zone everywhere.
void take_zone_name(Reading& from, LogStamp& stamp) {
  for (const std::string_view name : {" UTC", " GMT"}) {
    Reading zone(from.rest);
    if (stamp.zoned || !zone.literal(name) || !zone.at_end()) continue;
    stamp.zoned = true;
    from.rest = zone.rest;
  }
}

}  // namespace

std::optional<LogStamp> take_stamp(std::string_view& text) {
  if (text.empty()) return std::nullopt;
  Reading from(text);
  auto stamp = is_digit(text.front()) ? iso(from) : text.starts_with("date=") ? keyed(from) : english(from);
  if (!stamp) return std::nullopt;
  take_zone_name(from, *stamp);
  if (!from.at_end() || stamp->parts.month < 1 || stamp->parts.month > 12 || stamp->parts.day < 1)
    return std::nullopt;
  text = from.rest;
  return stamp;
}

std::optional<base::Time> LogStamp::time(int year) const {
  base::CalendarTime whole = parts;
  if (!has_year()) whole.year = year;
  if (whole.year == 0) return std::nullopt;
  auto instant = base::from_calendar(whole);
  if (instant) instant->ticks -= minutes_east * base::kMinute;
  return instant;
}

}  // namespace hoptrace::decode::vpn
