// Flows as bytes, as the case keeps them beside the stretch that they come from: texts once, numbers in groups of
// seven bits. The same bytes for the same flows; bounded when read back.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "sessions/flow_count.h"

namespace hoptrace::sessions {

[[nodiscard]] std::string pack(const Flows& flows);
// Adds what is packed to `flows` (texts are interned there). kMalformed where the bytes are not what pack() writes.
[[nodiscard]] base::Result<void> unpack(std::string_view packed, Flows& flows);

}  // namespace hoptrace::sessions
