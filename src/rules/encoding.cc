#include "rules/encoding.h"

#include <utility>

#include "base/unicode.h"

namespace hoptrace::rules {

std::array<std::string, 3> base64_at_offsets(std::string_view bytes) {
  std::array<std::string, 3> out;
  for (std::size_t offset = 0; offset < 3; ++offset) {
    const std::size_t size = offset + bytes.size();
    // Character k carries bits 6k to 6k+5: it is certain if these lie within our bytes.
    const std::size_t first = (8 * offset + 5) / 6, end = 8 * size / 6;
    if (first < end) out[offset] = base64(std::string(offset, ' ').append(bytes)).substr(first, end - first);
  }
  return out;
}

std::string utf16le(std::string_view utf8) {
  return base::utf16le_from_utf8(utf8);
}

std::string utf16be(std::string_view utf8) {
  std::string out = base::utf16le_from_utf8(utf8);
  for (std::size_t i = 0; i + 1 < out.size(); i += 2) std::swap(out[i], out[i + 1]);
  return out;
}

}  // namespace hoptrace::rules
