// The time of day, for what this program writes down of its own doings; evidence has times of its own.
#pragma once

#include "base/time.h"

namespace hoptrace::base {

[[nodiscard]] Time now();

}  // namespace hoptrace::base
