// CRC-32 (the polynomial of zip, gzip and EVTX), over several stretches of bytes where needed.
#pragma once

#include <cstdint>

#include "base/bytes.h"

namespace hoptrace::base {

// `so_far` is the result for the bytes before these; 0 to begin with.
[[nodiscard]] std::uint32_t crc32(Bytes bytes, std::uint32_t so_far = 0);

}  // namespace hoptrace::base
