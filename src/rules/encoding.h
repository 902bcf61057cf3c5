// The encodings that modifiers apply to a value's bytes. Source: Sigma modifiers appendix 2.1, "Encoding".
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "base/base64.h"

namespace hoptrace::rules {

using base::base64;

// What `bytes` look like inside a longer Base64 text, by where they start in it (offset modulo 3); only characters
// that their neighbours cannot change. A text too short to have any gives an empty one.
[[nodiscard]] std::array<std::string, 3> base64_at_offsets(std::string_view bytes);

[[nodiscard]] std::string utf16le(std::string_view utf8);
[[nodiscard]] std::string utf16be(std::string_view utf8);
inline constexpr std::string_view kUtf16Mark = "\xFF\xFE";  // byte order mark of UTF-16LE

}  // namespace hoptrace::rules
