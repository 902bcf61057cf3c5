// Escapes of Zeek's ASCII writer: `\xHH` for a byte that would break the line or is not printable, `\\` for a
// backslash.
#pragma once

#include <string_view>

#include "base/arena.h"

namespace hoptrace::decode::zeek {

// `text` as Zeek had it; what must be made is made in `memory`. Bytes that would not be UTF-8 stay escaped, so that
// nothing of them is lost. Anything else behind a backslash stays as it is.
[[nodiscard]] std::string_view unescaped(std::string_view text, base::Arena& memory);

}  // namespace hoptrace::decode::zeek
