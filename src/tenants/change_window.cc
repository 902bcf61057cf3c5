#include "tenants/change_window.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/unicode.h"

namespace hoptrace::tenants {
namespace {

constexpr std::array<std::string_view, 7> kDays{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
constexpr int kDay = 24 * 60;

std::optional<int> parse_day(std::string_view text) {
  const auto* const day = std::ranges::find(kDays, base::fold(text));
  if (day == kDays.end()) return std::nullopt;
  return static_cast<int>(day - kDays.begin());
}

// "18:00" in minutes; "24:00" is the end of the day.
std::optional<int> parse_minute(std::string_view text) {
  const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
  if (text.size() != 5 || text[2] != ':' || !digit(0) || !digit(1) || !digit(3) || !digit(4)) return std::nullopt;
  const int hour = (text[0] - '0') * 10 + (text[1] - '0');
  const int minute = (text[3] - '0') * 10 + (text[4] - '0');
  if (minute > 59 || hour * 60 + minute > kDay) return std::nullopt;
  return hour * 60 + minute;
}

// Both sides of the dash; without one, the same twice.
std::pair<std::string_view, std::string_view> range(std::string_view text) {
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos) return {text, text};
  return {text.substr(0, dash), text.substr(dash + 1)};
}

bool day_within(int day, int first, int last) {
  return first <= last ? day >= first && day <= last : day >= first || day <= last;
}

}  // namespace

bool ChangeWindow::holds(int weekday, int minute) const {
  const bool starts_today = day_within(weekday, first_day, last_day);
  if (from < to) return starts_today && minute >= from && minute < to;
  const bool started_yesterday = day_within((weekday + 6) % 7, first_day, last_day);
  return (starts_today && minute >= from) || (started_yesterday && minute < to);
}

base::Result<ChangeWindow> parse_change_window(std::string_view text) {
  const std::size_t blank = text.find(' ');
  if (blank != std::string_view::npos) {
    const auto [first_day, last_day] = range(text.substr(0, blank));
    const auto [from, to] = range(text.substr(blank + 1));
    const auto first = parse_day(first_day), last = parse_day(last_day);
    const auto start = parse_minute(from), end = parse_minute(to);
    if (first && last && start && end && *start < kDay && *start != *end) {
      return ChangeWindow{*first, *last, *start, *end, std::string(text)};
    }
  }
  return base::fail(
      base::Code::kMalformed, fmt::format("`{}` is no change window", text), {},
      "Write days and hours in the tenant's local time, such as 'Tue 18:00-22:00' or 'Mon-Fri 06:00-07:30'");
}

}  // namespace hoptrace::tenants
