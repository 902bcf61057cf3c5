// The row of Zeek's own logs (tab separated, with '#' headers) in the table of formats (decode/format.h).
#pragma once

#include "decode/format.h"

namespace hoptrace::decode::zeek {

[[nodiscard]] const Format& zeek_format();

}  // namespace hoptrace::decode::zeek
