#include "base/wall_clock.h"

#include <chrono>

namespace hoptrace::base {

Time now() {
  using Ticks = std::chrono::duration<std::int64_t, std::ratio<1, Time::kTicksPerSecond>>;
  return {std::chrono::duration_cast<Ticks>(std::chrono::system_clock::now().time_since_epoch()).count()};
}

}  // namespace hoptrace::base
