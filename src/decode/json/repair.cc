#include "decode/json/repair.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <optional>

#include "base/arena.h"
#include "base/unicode.h"

namespace hoptrace::decode::json {
namespace {

// The four hexadecimal digits of an escape "\uXXXX" at `at`, if there is one.
std::optional<unsigned> escaped_unit(std::string_view text, std::size_t at) {
  if (text.size() < at + 6 || text[at] != '\\' || text[at + 1] != 'u') return std::nullopt;
  unsigned unit = 0;
  const char* const end = text.data() + at + 6;
  const auto [stopped, error] = std::from_chars(text.data() + at + 2, end, unit, 16);
  if (error != std::errc{} || stopped != end) return std::nullopt;
  return unit;
}

// Copies one escape; the position behind it.
std::size_t copy_escape(std::string_view text, std::size_t at, std::string& out) {
  const auto unit = escaped_unit(text, at);
  if (!unit) {
    const std::size_t size = at + 1 < text.size() ? 2 : 1;
    out += text.substr(at, size);
    return at + size;
  }
  const auto second = *unit >= 0xD800 && *unit < 0xDC00 ? escaped_unit(text, at + 6) : std::nullopt;
  if (second && *second >= 0xDC00 && *second < 0xE000) {
    out += text.substr(at, 12);
    return at + 12;
  }
  const bool lone = *unit >= 0xD800 && *unit < 0xE000;
  out += lone ? "\\ufffd" : text.substr(at, 6);
  return at + 6;
}

std::size_t copy_string(std::string_view text, std::size_t at, std::string& out) {
  out += text[at++];
  while (at < text.size()) {
    const char c = text[at];
    if (c == '\\') {
      at = copy_escape(text, at, out);
      continue;
    }
    if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
    ++at;
    if (c == '"') break;
  }
  return at;
}

bool fits_64_bits(std::string_view number) {
  if (number.find_first_of(".eE") != std::string_view::npos) {
    double value = 0;
    return std::from_chars(number.data(), number.data() + number.size(), value).ec == std::errc{} &&
           std::isfinite(value);
  }
  std::int64_t integer = 0;
  std::uint64_t natural = 0;
  return std::from_chars(number.data(), number.data() + number.size(), integer).ec == std::errc{} ||
         std::from_chars(number.data(), number.data() + number.size(), natural).ec == std::errc{};
}

}  // namespace

std::string repair(std::string_view document) {
  base::Arena arena;
  const std::string_view text = base::valid_utf8(document, arena);
  std::string out;
  out.reserve(text.size() + 64);
  std::size_t at = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '"') {
      at = copy_string(text, at, out);
    } else if (c == '-' || (c >= '0' && c <= '9')) {
      const std::size_t end = std::min(text.find_first_not_of("+-.0123456789eE", at), text.size());
      const std::string_view number = text.substr(at, end - at);
      const bool fits = fits_64_bits(number);
      if (!fits) out += '"';
      out += number;
      if (!fits) out += '"';
      at = end;
    } else {
      out += c;
      ++at;
    }
  }
  return out;
}

}  // namespace hoptrace::decode::json
