#include "tenants/local_time.h"

#include <algorithm>
#include <string>

#include "base/yaml.h"
#include "tenants/time_zone.h"

namespace hoptrace::tenants {
namespace {

constexpr std::size_t kLongestFile = 1 << 20;
constexpr std::size_t kHeader = 44;

// Big-endian numbers, as the whole file has them.
std::int64_t number(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint64_t value = size == 4 && (bytes[at] & 0x80) != 0 ? ~std::uint64_t{0} : 0;
  for (std::size_t i = 0; i < size; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return static_cast<std::int64_t>(value);
}

struct Counts {
  std::uint64_t ut = 0, standard = 0, leaps = 0, changes = 0, types = 0, letters = 0;
  [[nodiscard]] std::uint64_t size(std::uint64_t width) const {
    return changes * (width + 1) + types * 6 + letters + leaps * (width + 4) + standard + ut;
  }
};

std::optional<Counts> counts(std::string_view bytes) {
  if (bytes.size() < kHeader || !bytes.starts_with("TZif")) return std::nullopt;
  const auto at = [&](std::size_t place) { return static_cast<std::uint64_t>(number(bytes, place, 4) & 0xFFFFFFFF); };
  const Counts out{at(20), at(24), at(28), at(32), at(36), at(40)};
  if (out.size(8) > kLongestFile || out.types == 0) return std::nullopt;
  return out;
}

}  // namespace

LocalTime::LocalTime(std::string_view zone) {
  if (zone.empty()) return;
  known_ = false;
  if (!is_time_zone(zone)) return;
  const auto text = base::read_text_file("/usr/share/zoneinfo/" + std::string(zone), kLongestFile);
  known_ = text && read(*text);
}

// A second header with 64-bit times follows the old one in every file of this century.
bool LocalTime::read(std::string_view bytes) {
  auto head = counts(bytes);
  if (!head) return false;
  std::uint64_t width = 4;
  if (bytes[4] >= '2') {
    if (bytes.size() < kHeader + head->size(4)) return false;
    bytes.remove_prefix(kHeader + head->size(4));
    head = counts(bytes);
    width = 8;
  }
  if (!head || bytes.size() < kHeader + head->size(width)) return false;
  const std::size_t kinds = kHeader + head->changes * width, types = kinds + head->changes;
  const auto ahead = [&](std::size_t type) { return static_cast<std::int32_t>(number(bytes, types + type * 6, 4)); };
  before_ = ahead(0);
  for (std::size_t i = 0; i < head->changes; ++i) {
    const auto type = static_cast<unsigned char>(bytes[kinds + i]);
    if (type >= head->types) return false;
    changes_.push_back({number(bytes, kHeader + i * width, width), ahead(type)});
  }
  return true;
}

base::Time LocalTime::local(base::Time utc) const {
  const std::int64_t second = utc.ticks / base::Time::kTicksPerSecond;
  const auto behind = std::ranges::upper_bound(changes_, second, {}, &Change::from);
  const std::int32_t ahead = behind == changes_.begin() ? before_ : std::prev(behind)->ahead;
  return {utc.ticks + ahead * base::Time::kTicksPerSecond};
}

LocalTime::Clock LocalTime::clock(base::Time utc) const {
  const base::CalendarTime parts = base::calendar(local(utc));
  using base::kDay;
  const base::Time there = local(utc);
  std::int64_t day = there.ticks / kDay;
  if (there.ticks % kDay < 0) --day;
  return {static_cast<int>(((day + 3) % 7 + 7) % 7), parts.hour * 60 + parts.minute};  // 1970-01-01 was a Thursday
}

}  // namespace hoptrace::tenants
