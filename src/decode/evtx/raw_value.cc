#include "decode/evtx/raw_value.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <string>

#include "base/time.h"
#include "base/unicode.h"

namespace hoptrace::decode::evtx {
namespace {

using base::Arena;
using base::Bytes;
using base::read_le;
using event::Kind;
using event::Value;

// Code page 1252, 0x80 to 0x9F; the other bytes are the code points themselves. Windows does not keep which code page
// an AnsiString was written in; 1252 is the common one.
constexpr std::array<char16_t, 32> kCodePage1252{0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                                 0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

Value ansi_value(Bytes bytes, Arena& arena) {
  std::string_view text = base::text_of(bytes);
  while (!text.empty() && text.back() == '\0') text.remove_suffix(1);
  if (text.empty()) return Value::text("");
  if (base::is_ascii(text)) return Value::text(text);
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<std::uint8_t>(c);
    base::append_utf8(out, byte >= 0x80 && byte < 0xA0 ? kCodePage1252[byte - 0x80] : char32_t{byte});
  }
  return Value::text(arena.copy(out));
}

template <class Signed1, class Signed2, class Signed4, class Signed8>
std::optional<std::uint64_t> widen(Bytes bytes) {
  switch (bytes.size()) {
    case 1:
      return static_cast<std::uint64_t>(*read_le<Signed1>(bytes, 0));
    case 2:
      return static_cast<std::uint64_t>(*read_le<Signed2>(bytes, 0));
    case 4:
      return static_cast<std::uint64_t>(*read_le<Signed4>(bytes, 0));
    case 8:
      return static_cast<std::uint64_t>(*read_le<Signed8>(bytes, 0));
    default:
      return std::nullopt;
  }
}

std::optional<std::uint64_t> unsigned_of(Bytes bytes) {
  return widen<std::uint8_t, std::uint16_t, std::uint32_t, std::uint64_t>(bytes);
}

std::optional<Value> signed_value(Bytes bytes, Arena&) {
  const auto number = widen<std::int8_t, std::int16_t, std::int32_t, std::int64_t>(bytes);
  if (!number) return std::nullopt;
  return Value::integer(static_cast<std::int64_t>(*number));
}

std::optional<Value> unsigned_value(Bytes bytes, Arena&) {
  const auto number = unsigned_of(bytes);
  if (!number) return std::nullopt;
  return Value::unsigned_integer(*number);
}

std::optional<Value> hex_value(Bytes bytes, Arena&) {
  const auto number = unsigned_of(bytes);
  if (!number) return std::nullopt;
  return Value::hex(*number);
}

std::optional<Value> bool_value(Bytes bytes, Arena&) {
  const auto number = unsigned_of(bytes);
  if (!number) return std::nullopt;
  return Value::boolean(*number != 0);
}

// The shortest decimal of the float itself, not the long one of the double nearest to it.
std::optional<Value> real32_value(Bytes bytes, Arena&) {
  const auto number = read_le<float>(bytes, 0);
  if (!number || bytes.size() != 4) return std::nullopt;
  char digits[64];
  const auto end = std::to_chars(digits, digits + sizeof digits, *number).ptr;
  double value = *number;
  std::from_chars(digits, end, value);
  return Value::real(value);
}

std::optional<Value> real64_value(Bytes bytes, Arena&) {
  const auto number = read_le<double>(bytes, 0);
  if (!number || bytes.size() != 8) return std::nullopt;
  return Value::real(*number);
}

std::optional<Value> filetime_value(Bytes bytes, Arena&) {
  if (bytes.size() != 8) return std::nullopt;
  return Value::time(base::Time::from_filetime(*read_le<std::uint64_t>(bytes, 0)));
}

// SYSTEMTIME: year, month, weekday, day, hour, minute, second, millisecond ([MS-DTYP] 2.3.13).
std::optional<Value> systime_value(Bytes bytes) {
  if (bytes.size() != 16) return std::nullopt;
  const auto part = [bytes](std::size_t index) -> int { return *read_le<std::uint16_t>(bytes, 2 * index); };
  base::CalendarTime parts;
  parts.year = part(0), parts.month = part(1), parts.day = part(3);
  parts.hour = part(4), parts.minute = part(5), parts.second = part(6);
  parts.ticks = part(7) * 10'000;
  if (part(7) > 999) return std::nullopt;
  const auto time = base::from_calendar(parts);
  if (!time) return std::nullopt;
  return Value::time(*time);
}

std::optional<Value> system_time_value(Bytes bytes, Arena&) {
  return systime_value(bytes);
}

std::optional<Value> guid_value(Bytes bytes, Arena&) {
  if (bytes.size() != 16) return std::nullopt;
  return Value::view(Kind::kGuid, bytes);
}

std::optional<Value> sid_value(Bytes bytes, Arena&) {
  if (bytes.size() < 8 || bytes.size() != 8 + 4 * std::size_t{bytes[1]}) return std::nullopt;
  return Value::view(Kind::kSid, bytes);
}

std::optional<Value> string_value(Bytes bytes, Arena&) {
  return utf16_value(bytes);
}
std::optional<Value> ansi_string_value(Bytes bytes, Arena& arena) {
  return ansi_value(bytes, arena);
}
std::optional<Value> binary_value(Bytes bytes, Arena&) {
  return Value::view(Kind::kBinary, bytes);
}

struct TypeRow {
  std::optional<Value> (*value)(Bytes, Arena&) = nullptr;
  std::size_t width = 0;  // of an array's elements; 0: see ArrayWalk
};

// By type number; rows without a function are types that have no rendering of their own.
constexpr std::array<TypeRow, 0x24> kTypes = [] {
  std::array<TypeRow, 0x24> rows{};
  rows[type::kString] = {string_value, 0};
  rows[type::kAnsiString] = {ansi_string_value, 0};
  rows[type::kInt8] = {signed_value, 1};
  rows[type::kUint8] = {unsigned_value, 1};
  rows[type::kInt16] = {signed_value, 2};
  rows[type::kUint16] = {unsigned_value, 2};
  rows[type::kInt32] = {signed_value, 4};
  rows[type::kUint32] = {unsigned_value, 4};
  rows[type::kInt64] = {signed_value, 8};
  rows[type::kUint64] = {unsigned_value, 8};
  rows[type::kReal32] = {real32_value, 4};
  rows[type::kReal64] = {real64_value, 8};
  rows[type::kBool] = {bool_value, 4};
  rows[type::kBinary] = {binary_value, 0};
  rows[type::kGuid] = {guid_value, 16};
  rows[type::kSizeT] = {hex_value, 8};
  rows[type::kFileTime] = {filetime_value, 8};
  rows[type::kSysTime] = {system_time_value, 16};
  rows[type::kSid] = {sid_value, 0};
  rows[type::kHexInt32] = {hex_value, 4};
  rows[type::kHexInt64] = {hex_value, 8};
  rows[type::kEvtHandle] = {hex_value, 8};
  rows[type::kEvtXml] = {string_value, 0};
  return rows;
}();

// The length of the array's first element without its terminator, and with it in `step`.
std::size_t first_utf16(Bytes bytes, std::size_t& step) {
  std::size_t size = 0;
  while (size + 1 < bytes.size() && (bytes[size] != 0 || bytes[size + 1] != 0)) size += 2;
  step = std::min(bytes.size(), size + 2);
  return std::min(size, bytes.size());
}

std::size_t first_ansi(Bytes bytes, std::size_t& step) {
  const auto end = std::find(bytes.begin(), bytes.end(), std::uint8_t{0});
  const auto size = static_cast<std::size_t>(end - bytes.begin());
  step = std::min(bytes.size(), size + 1);
  return size;
}

}  // namespace

const std::array<TypeFacts, 256> kTypeFacts = [] {
  constexpr std::uint32_t kAnySize = ~0U;
  constexpr std::uint32_t kNumberSizes = 1U | 1U << 1 | 1U << 2 | 1U << 4 | 1U << 8;
  std::array<TypeFacts, 256> facts{};
  using namespace type;
  for (const std::uint8_t t : {kNull, kString, kAnsiString, kBinary, kEvtXml}) facts[t] = {kAnySize, 0};
  for (const std::uint8_t t : {kInt8, kUint8, kInt16, kUint16, kInt32, kUint32, kInt64, kUint64, kBool, kSizeT,
                               kHexInt32, kHexInt64, kEvtHandle}) {
    facts[t] = {kNumberSizes, 0};
  }
  facts[kReal32] = {1U | 1U << 4, 0};
  facts[kReal64] = facts[kFileTime] = {1U | 1U << 8, 0};
  facts[kGuid] = {1U | 1U << 16, 0};
  facts[kSysTime] = {1U | 1U << 16, 1};
  facts[kSid] = facts[kBinXml] = {kAnySize, 1};
  for (std::size_t t = kArray + 1; t < facts.size(); ++t) facts[t] = {kAnySize, 1};
  for (TypeFacts& one : facts) one.kind = event::Kind::kUint;
  for (const std::uint8_t t : {kNull, kString, kAnsiString, kEvtXml}) facts[t].kind = event::Kind::kUtf16;
  for (const std::uint8_t t : {kReal32, kReal64, kBool, kBinary}) facts[t].kind = event::Kind::kBinary;
  return facts;
}();

bool looks_sound(const RawValue& raw) {
  const std::size_t size = raw.bytes.size();
  if (size == 0) return true;
  if (raw.type == type::kSid) return size >= 8 && size == 8 + 4 * std::size_t{raw.bytes[1]};
  if (raw.type == type::kSysTime) return systime_value(raw.bytes).has_value();
  if (!raw.is_array()) return (kTypeFacts[raw.type].sizes >> std::min<std::size_t>(size, 31) & 1) != 0;
  const auto element = static_cast<std::uint8_t>(raw.type & ~type::kArray);
  if (element == type::kString || element == type::kAnsiString || element == type::kEvtXml) return true;
  const std::size_t width = fixed_width(element);
  return width != 0 && size % width == 0 && element != type::kSysTime;
}

Value to_rare_value(const RawValue& raw, Arena& arena, bool& sound) {
  if (raw.type < kTypes.size() && kTypes[raw.type].value != nullptr) {
    if (const auto value = kTypes[raw.type].value(raw.bytes, arena)) return *value;
  }
  sound = false;
  return Value::view(Kind::kBinary, raw.bytes);
}

std::size_t fixed_width(std::uint8_t value_type) {
  return value_type < kTypes.size() ? kTypes[value_type].width : 0;
}

ArrayWalk::ArrayWalk(const RawValue& array)
    : type_(array.type & static_cast<std::uint8_t>(~type::kArray)), width_(fixed_width(type_)), rest_(array.bytes) {
  // Pointers of a 32-bit system are half as wide, and the array does not say so.
  if ((type_ == type::kSizeT || type_ == type::kEvtHandle) && rest_.size() % 8 != 0) width_ = 4;
}

bool ArrayWalk::next(RawValue& element, bool& sound) {
  if (rest_.empty()) return false;
  std::size_t size = width_, step = width_;
  if (type_ == type::kString || type_ == type::kEvtXml) size = first_utf16(rest_, step);
  if (type_ == type::kAnsiString) size = first_ansi(rest_, step);
  if (type_ == type::kSid && rest_.size() >= 2) size = step = 8 + 4 * std::size_t{rest_[1]};
  if (step == 0 || step > rest_.size()) {
    sound = sound && step == 0 && type_ == type::kBinary;
    size = step = rest_.size();
    element = {type::kBinary, rest_};
  } else {
    element = {type_, rest_.first(size)};
  }
  rest_ = rest_.subspan(step);
  return true;
}

}  // namespace hoptrace::decode::evtx
