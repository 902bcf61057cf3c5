// Unicode: UTF-16 from evidence to UTF-8, and the one case folding that all matching uses.
//
// Sigma compares without regard to case. We fold by Unicode's simple case folding (one character to one character, so
// that lengths in characters are kept and `?` stays one character); Greek final sigma folds to sigma.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/arena.h"
#include "base/bytes.h"

namespace hoptrace::base {

// UTF-16LE to UTF-8. A lone surrogate becomes U+FFFD; an odd last byte is dropped. At most 3 bytes a unit.
[[nodiscard]] std::string_view utf8_from_utf16le(Bytes utf16, Arena& arena);
// The same to where there is room for that; the number of bytes written.
[[nodiscard]] std::size_t utf8_from_utf16le(Bytes utf16, char* to);
[[nodiscard]] std::string utf16le_from_utf8(std::string_view utf8);

// `text` with every invalid sequence replaced by U+FFFD; `text` itself where it was valid.
[[nodiscard]] std::string_view valid_utf8(std::string_view text, Arena& arena);
[[nodiscard]] bool is_valid_utf8(std::string_view text);
[[nodiscard]] bool is_ascii(std::string_view text);

// One code point at the front of valid UTF-8, and its length in bytes (1 and U+FFFD on an invalid byte).
struct CodePoint {
  char32_t value;
  std::size_t length;
};
[[nodiscard]] CodePoint code_point(std::string_view text);

[[nodiscard]] char32_t fold(char32_t c);
[[nodiscard]] std::string fold(std::string_view utf8);
// `utf8` itself where folding changes nothing.
[[nodiscard]] std::string_view fold(std::string_view utf8, Arena& arena);
[[nodiscard]] bool equal_folded(std::string_view a, std::string_view b);
void append_utf8(std::string& out, char32_t c);

}  // namespace hoptrace::base
