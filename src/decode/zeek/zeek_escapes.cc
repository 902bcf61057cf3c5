#include "decode/zeek/zeek_escapes.h"

#include <optional>

#include "base/unicode.h"

namespace hoptrace::decode::zeek {
namespace {

std::optional<unsigned> digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a') + 10;
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A') + 10;
  return std::nullopt;
}

// The byte that `text` begins with in its escaped form.
std::optional<unsigned> escaped_byte(std::string_view text) {
  if (text.size() < 4 || text[1] != 'x') return std::nullopt;
  const auto high = digit(text[2]), low = digit(text[3]);
  if (!high || !low) return std::nullopt;
  return *high * 16 + *low;
}

// Opens the escapes of bytes below `limit`.
std::string_view open(std::string_view text, unsigned limit, char* into) {
  char* to = into;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view rest = text.substr(at);
    const auto byte = rest[0] == '\\' ? escaped_byte(rest) : std::nullopt;
    if (byte && *byte < limit) {
      *to++ = static_cast<char>(*byte);
      at += 4;
    } else {
      *to++ = rest[0];
      at += rest.starts_with("\\\\") ? 2 : 1;
    }
  }
  return {into, static_cast<std::size_t>(to - into)};
}

}  // namespace

std::string_view unescaped(std::string_view text, base::Arena& memory) {
  if (text.find('\\') == std::string_view::npos) return text;
  char* const into = memory.take(text.size());
  const std::string_view all = open(text, 0x100, into);
  return base::is_valid_utf8(all) ? all : open(text, 0x80, into);
}

}  // namespace hoptrace::decode::zeek
