#include "indicators/strength.h"

#include <array>
#include <cmath>

namespace hoptrace::indicators {
namespace {

constexpr std::array<double, 3> kWorth{0.2, 0.6, 1.0};  // of Confidence, at publication
constexpr double kStillHigh = 0.75;
constexpr double kStillMedium = 0.3;
constexpr auto kTicksPerDay = static_cast<double>(base::kDay);

}  // namespace

Confidence strength_at(const Indicator& indicator, std::optional<base::Time> event_time) {
  const int half_life = info(indicator.type).half_life_days;
  if (half_life == 0 || !indicator.published || !event_time || *event_time <= *indicator.published) {
    return indicator.confidence;
  }
  const double days = static_cast<double>(event_time->ticks - indicator.published->ticks) / kTicksPerDay;
  const double worth = kWorth[static_cast<std::size_t>(indicator.confidence)] * std::exp2(-days / half_life);
  if (worth >= kStillHigh) return Confidence::kHigh;
  return worth >= kStillMedium ? Confidence::kMedium : Confidence::kLow;
}

bool stands_alone(const Indicator& indicator, std::optional<base::Time> event_time) {
  return !info(indicator.type).weak && strength_at(indicator, event_time) != Confidence::kLow;
}

}  // namespace hoptrace::indicators
