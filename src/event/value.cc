#include "event/value.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <cstring>

#include "base/unicode.h"

namespace hoptrace::event {
namespace {

using base::Arena;
using base::Bytes;

std::string_view guid_text(Bytes b, Arena& arena) {
  const auto d1 = base::read_le<std::uint32_t>(b, 0), d2 = base::read_le<std::uint32_t>(b, 4);
  if (!d1 || !d2 || b.size() < 16) return {};
  return arena.copy(fmt::format("{{{:08x}-{:04x}-{:04x}-{:02x}{:02x}-{:02x}{:02x}{:02x}{:02x}{:02x}{:02x}}}", *d1,
                                *d2 & 0xFFFF, *d2 >> 16, b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]));
}

// [MS-DTYP] 2.4.2.1: the authority is shown in decimal below 2^32, else in hexadecimal.
std::string_view sid_text(Bytes b, Arena& arena) {
  if (b.size() < 8) return {};
  std::uint64_t authority = 0;
  for (std::size_t i = 2; i < 8; ++i) authority = (authority << 8) | b[i];
  std::string out =
      authority >> 32 ? fmt::format("S-{}-0x{:x}", b[0], authority) : fmt::format("S-{}-{}", b[0], authority);
  for (std::size_t i = 0; i < b[1]; ++i) {
    const auto part = base::read_le<std::uint32_t>(b, 8 + 4 * i);
    if (!part) break;
    fmt::format_to(std::back_inserter(out), "-{}", *part);
  }
  return arena.copy(out);
}

std::string_view hex_digits(Bytes b, Arena& arena) {
  char* const at = arena.take(b.size() * 2);
  for (std::size_t i = 0; i < b.size(); ++i) {
    at[2 * i] = "0123456789ABCDEF"[b[i] >> 4];
    at[2 * i + 1] = "0123456789ABCDEF"[b[i] & 15];
  }
  return {at, b.size() * 2};
}

template <class Number>
std::string_view digits(Number number, Arena& arena, int radix = 10) {
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, number, radix).ptr;
  return arena.copy({buffer, static_cast<std::size_t>(end - buffer)});
}

std::string_view hex_text(std::uint64_t number, Arena& arena) {
  char buffer[32] = {'0', 'x'};
  const auto end = std::to_chars(buffer + 2, buffer + sizeof buffer, number, 16).ptr;
  return arena.copy({buffer, static_cast<std::size_t>(end - buffer)});
}

}  // namespace

std::string_view Value::as_text(Arena& arena) const {
  switch (kind_) {
    case Kind::kNull:
      return {};
    case Kind::kText:
      return base::text_of(bytes());
    case Kind::kUtf16:
      return base::utf8_from_utf16le(bytes(), arena);
    case Kind::kInt:
      return digits(data_.integer, arena);
    case Kind::kUint:
      return digits(static_cast<std::uint64_t>(data_.integer), arena);
    case Kind::kHex:
      return hex_text(static_cast<std::uint64_t>(data_.integer), arena);
    case Kind::kFloat:
      return arena.copy(fmt::format("{}", data_.real));
    case Kind::kBool:
      return data_.integer != 0 ? "true" : "false";
    case Kind::kGuid:
      return guid_text(bytes(), arena);
    case Kind::kSid:
      return sid_text(bytes(), arena);
    case Kind::kTime:
      return arena.copy(base::iso8601(base::Time{data_.integer}));
    case Kind::kBinary:
      return hex_digits(bytes(), arena);
  }
  return {};
}

std::optional<double> Value::as_number(Arena& arena) const {
  switch (kind_) {
    case Kind::kInt:
      return static_cast<double>(data_.integer);
    case Kind::kUint:
    case Kind::kHex:
      return static_cast<double>(static_cast<std::uint64_t>(data_.integer));
    case Kind::kFloat:
      return data_.real;
    case Kind::kText:
    case Kind::kUtf16:
      return parse_number(as_text(arena));
    default:
      return std::nullopt;
  }
}

std::optional<base::Time> Value::as_time(Arena& arena) const {
  if (kind_ == Kind::kTime) return base::Time{data_.integer};
  if (!is_text()) return std::nullopt;
  return base::parse_time(as_text(arena), true);
}

std::optional<double> parse_number(std::string_view text) {
  if (text.starts_with("0x") || text.starts_with("0X")) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data() + 2, text.data() + text.size(), value, 16);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return static_cast<double>(value);
  }
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return std::isfinite(value) ? std::optional(value) : std::nullopt;  // "nan" and "inf" are words here
}

}  // namespace hoptrace::event
