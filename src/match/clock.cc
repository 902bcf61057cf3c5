#include "match/clock.h"

namespace hoptrace::match {
namespace {

constexpr std::size_t kDateLength = 10;  // "2018-12-20"

// `text` without the zone behind its time of day.
std::string_view without_zone(std::string_view text) {
  const std::size_t zone = text.find_first_of("Zz+-", kDateLength);
  return text.substr(0, zone);
}

}  // namespace

std::optional<base::CalendarTime> clock_of(const event::Value& value, std::string_view text) {
  if (value.kind() == event::Kind::kTime) return base::calendar(base::Time{value.raw_integer()});
  if (!value.is_text() || text.size() < kDateLength) return std::nullopt;
  if (!base::parse_time(text, true)) return std::nullopt;  // a zone that is none makes it no time
  const auto time = base::parse_time(without_zone(text), true);
  if (!time) return std::nullopt;
  return base::calendar(*time);
}

double part_of(const base::CalendarTime& clock, rules::TimePart part) {
  switch (part) {
    case rules::TimePart::kMinute:
      return clock.minute;
    case rules::TimePart::kHour:
      return clock.hour;
    case rules::TimePart::kDay:
      return clock.day;
    case rules::TimePart::kWeek:
      return clock.week;
    case rules::TimePart::kMonth:
      return clock.month;
    case rules::TimePart::kYear:
      return clock.year;
  }
  return 0;
}

}  // namespace hoptrace::match
