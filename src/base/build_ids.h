// What program runs here, libraries and all, told by the ids that the linker gives to each build.
#pragma once

#include <string>

namespace hoptrace::base {

// The build ids (the NT_GNU_BUILD_ID note) of the program and of every library loaded now, in hexadecimal; a library
// without one is named by its path. Empty where the program itself has none. Two runs with the same text run the same
// code: what one of them worked out from some input, the other would work out as well.
[[nodiscard]] std::string build_ids();

}  // namespace hoptrace::base
