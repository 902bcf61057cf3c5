// refang(): lists print dangerous values so that nobody clicks on them ("hxxp://evil[.]com"); this is the way back.
#pragma once

#include <string>
#include <string_view>

#include "indicators/indicator.h"

namespace hoptrace::indicators {

// Undoes hxxp, [.], (.), {.}, [dot], [:], [://], [at], [@] where the type is one that is defanged; trims blanks.
[[nodiscard]] std::string refang(Type type, std::string_view value);

}  // namespace hoptrace::indicators
