#include "base/bytes.h"

#include <bit>

namespace hoptrace::base {

static_assert(std::endian::native == std::endian::little, "read_le copies bytes as they stand");

}  // namespace hoptrace::base
