#include "assess/impact/sizes.h"

#include <fmt/format.h>

#include <array>

namespace hoptrace::assess::impact {

std::string size_text(double bytes) {
  constexpr std::array<std::string_view, 6> kUnits{"bytes", "kB", "MB", "GB", "TB", "PB"};
  std::size_t unit = 0;
  while (bytes >= 999.5 && unit + 1 < kUnits.size()) bytes /= 1000, ++unit;
  if (unit == 0) return fmt::format("{:.0f} bytes", bytes);
  return bytes < 9.95 ? fmt::format("{:.1f} {}", bytes, kUnits[unit]) : fmt::format("{:.0f} {}", bytes, kUnits[unit]);
}

}  // namespace hoptrace::assess::impact
