// Facts as bytes, as the case keeps them beside the stretch that they come from: small (texts once, numbers as
// differences), bounded when read back, the same bytes for the same facts.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "sessions/fact_table.h"

namespace hoptrace::sessions {

[[nodiscard]] std::string pack(const Facts& facts);
// Adds what is packed to `facts` (texts are interned there). kMalformed where the bytes are not what pack() writes.
[[nodiscard]] base::Result<void> unpack(std::string_view packed, Facts& facts);

}  // namespace hoptrace::sessions
