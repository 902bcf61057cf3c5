#include "decode/json/windows_time.h"

#include <cstdlib>

namespace hoptrace::decode::json {
namespace {

using base::kMinute;
constexpr std::int64_t kQuarter = 15 * kMinute;
constexpr std::int64_t kSlack = 2 * kMinute;
constexpr std::int64_t kFarthest = 14 * 60 * kMinute;  // UTC+14 is the farthest zone there is

// `apart` rounded to a quarter of an hour, if little is left over and a zone can be so far from UTC.
std::optional<std::int64_t> whole_quarters(std::int64_t apart) {
  if (std::abs(apart) > kFarthest + kSlack) return std::nullopt;
  const std::int64_t quarters = (apart >= 0 ? apart + kQuarter / 2 : apart - kQuarter / 2) / kQuarter;
  if (std::abs(apart - quarters * kQuarter) > kSlack) return std::nullopt;
  return quarters * kQuarter;
}

bool has_zone(std::string_view text) {
  return text.ends_with('Z') || (text.size() > 19 && text.find_first_of("+-", 19) != std::string_view::npos);
}

}  // namespace

std::optional<base::Time> sysmon_time(const Conversion& record) {
  if (record.provider() != "Microsoft-Windows-Sysmon") return std::nullopt;
  return base::parse_time(record.text("UtcTime"), true);
}

std::optional<std::int64_t> zone_ticks(std::string_view local, std::string_view utc) {
  if (has_zone(local) || !has_zone(utc)) return std::nullopt;
  const auto here = base::parse_time(local, true), there = base::parse_time(utc);
  if (!here || !there) return std::nullopt;
  return whole_quarters(there->ticks - here->ticks);
}

std::optional<std::int64_t> mislabelled_ticks(std::string_view stated, base::Time known) {
  if (!has_zone(stated)) return std::nullopt;
  const auto time = base::parse_time(stated);
  if (!time) return std::nullopt;
  const auto apart = whole_quarters(time->ticks - known.ticks);
  return apart && *apart != 0 ? apart : std::nullopt;
}

void set_time(Conversion& record, std::optional<base::Time> time) {
  if (!time || record.event().timed) return;
  record.event().time = *time;
  record.event().timed = true;
}

}  // namespace hoptrace::decode::json
