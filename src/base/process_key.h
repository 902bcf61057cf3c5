// A random number, the same as long as the program runs: for hash tables whose keys come out of logs, so that no log
// can crowd them on one place.
#pragma once

#include <cstdint>

namespace hoptrace::base {

[[nodiscard]] std::uint64_t key_of_process();

}  // namespace hoptrace::base
