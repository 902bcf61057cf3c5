#include "assess/attribution/phia.h"

#include <array>

namespace hoptrace::assess {
namespace {

struct Band {
  double low, high;
  std::string_view words;
};

constexpr std::array kBands{
    Band{0, 0.05, "remote chance"},    Band{0.10, 0.20, "highly unlikely"},
    Band{0.25, 0.35, "unlikely"},      Band{0.40, 0.50, "realistic possibility"},
    Band{0.55, 0.75, "likely"},        Band{0.80, 0.90, "highly likely"},
    Band{0.95, 1.0, "almost certain"},
};
constexpr double kHalf = 0.5, kRounding = 1e-9;

}  // namespace

std::string_view phia(double probability) {
  for (std::size_t b = 0; b + 1 < kBands.size(); ++b) {
    const Band &band = kBands[b], &next = kBands[b + 1];
    if (probability <= band.high) return band.words;
    if (probability >= next.low) continue;
    const bool across_half = band.high <= kHalf && next.low > kHalf;
    const bool nearer_next = next.low - probability + kRounding < probability - band.high;
    return nearer_next && !across_half ? next.words : band.words;
  }
  return kBands.back().words;
}

}  // namespace hoptrace::assess
