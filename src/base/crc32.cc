#include "base/crc32.h"

#include <libdeflate.h>

namespace hoptrace::base {

std::uint32_t crc32(Bytes bytes, std::uint32_t so_far) {
  return libdeflate_crc32(so_far, bytes.data(), bytes.size());
}

}  // namespace hoptrace::base
