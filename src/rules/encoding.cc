#include "rules/encoding.h"

#include <utility>

#include "base/unicode.h"

namespace hoptrace::rules {

std::string base64(std::string_view bytes) {
  static constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    unsigned group = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      group = group << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    }
    const std::size_t held = bytes.size() - i;
    out += kDigits[group >> 18];
    out += kDigits[group >> 12 & 63];
    out += held > 1 ? kDigits[group >> 6 & 63] : '=';
    out += held > 2 ? kDigits[group & 63] : '=';
  }
  return out;
}

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
