#include "event/value.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <cstring>

#include "base/unicode.h"

namespace hoptrace::event {
namespace {

using base::Arena;
using base::Bytes;

std::string_view guid_text(Bytes b, Arena& arena) {
  if (b.size() < 16) return {};
  // The first three parts are numbers, lowest byte first. -1: a dash.
  constexpr std::array<int, 20> kOrder{3, 2, 1, 0, -1, 5, 4, -1, 7, 6, -1, 8, 9, -1, 10, 11, 12, 13, 14, 15};
  constexpr std::size_t kSize = 38;
  char* const begin = arena.take(kSize);
  char* at = begin;
  *at++ = '{';
  for (const int byte : kOrder) {
    if (byte < 0) {
      *at++ = '-';
      continue;
    }
    *at++ = "0123456789abcdef"[b[static_cast<std::size_t>(byte)] >> 4];
    *at++ = "0123456789abcdef"[b[static_cast<std::size_t>(byte)] & 15];
  }
  *at = '}';
  return {begin, kSize};
}

// [MS-DTYP] 2.4.2.1: the authority is shown in decimal below 2^32, else in hexadecimal.
std::string_view sid_text(Bytes b, Arena& arena) {
  if (b.size() < 8) return {};
  std::uint64_t authority = 0;
  for (std::size_t i = 2; i < 8; ++i) authority = (authority << 8) | b[i];
  constexpr std::size_t kHead = 24, kPart = 11;  // "S-255-0xffffffffffff", "-4294967295"
  std::array<char, kHead + 255 * kPart> text;    // left as it is: clearing it would take longer than writing to it
  char* const end = text.data() + text.size();
  text[0] = 'S', text[1] = '-';
  char* at = std::to_chars(text.data() + 2, end, b[0]).ptr;
  *at++ = '-';
  const bool large = authority >> 32 != 0;
  if (large) *at++ = '0', *at++ = 'x';
  at = std::to_chars(at, end, authority, large ? 16 : 10).ptr;
  for (std::size_t i = 0; i < b[1]; ++i) {
    const auto part = base::read_le<std::uint32_t>(b, 8 + 4 * i);
    if (!part) break;
    *at++ = '-';
    at = std::to_chars(at, end, *part).ptr;
  }
  return arena.copy({text.data(), static_cast<std::size_t>(at - text.data())});
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
