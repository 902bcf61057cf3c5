// RawValue: one value of BinXML as it stands in the chunk: a type and its bytes; and how it becomes event Values.
//
// Source of facts: [MS-EVEN6] 2.2.12 (BinXml) and 2.2.18 (type system); Metz, section 4.5 "value types".
#pragma once

#include <array>
#include <cstdint>
#include <cstring>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/time.h"
#include "event/value.h"

namespace hoptrace::decode::evtx {

namespace type {
constexpr std::uint8_t kNull = 0x00, kString = 0x01, kAnsiString = 0x02, kInt8 = 0x03, kUint8 = 0x04, kInt16 = 0x05,
                       kUint16 = 0x06, kInt32 = 0x07, kUint32 = 0x08, kInt64 = 0x09, kUint64 = 0x0A, kReal32 = 0x0B,
                       kReal64 = 0x0C, kBool = 0x0D, kBinary = 0x0E, kGuid = 0x0F, kSizeT = 0x10, kFileTime = 0x11,
                       kSysTime = 0x12, kSid = 0x13, kHexInt32 = 0x14, kHexInt64 = 0x15, kEvtHandle = 0x20,
                       kBinXml = 0x21, kEvtXml = 0x23, kArray = 0x80;
}

struct RawValue {
  std::uint8_t type = type::kNull;
  base::Bytes bytes;

  [[nodiscard]] bool is_null() const { return type == type::kNull; }
  [[nodiscard]] bool is_array() const { return (type & type::kArray) != 0 && type != type::kArray; }
};

// The Value of a single (not array) value. Views point into the chunk; what must be made is made in `arena`.
// `sound` is cleared where the bytes cannot be of their type; the Value is then the bytes themselves.
[[nodiscard]] inline event::Value to_value(const RawValue& raw, base::Arena& arena, bool& sound);

// What can be said of a value before its bytes are looked at.
struct TypeFacts {
  std::uint32_t sizes = 1;    // bit n: n bytes can be of the type; bit 31: 31 and more
  std::uint32_t special = 0;  // 1: the bytes must be looked at (looks_sound), or the value is no plain one
  event::Kind kind = event::Kind::kNull;  // of a sound single value: itself or another that Told has together with it
};
extern const std::array<TypeFacts, 256> kTypeFacts;
// Whether to_value, or each element that ArrayWalk gives, would be sound; false also where that is not quickly told.
[[nodiscard]] bool looks_sound(const RawValue& raw);

// The size of every value of a type, or 0 where values differ in size.
[[nodiscard]] std::size_t fixed_width(std::uint8_t value_type);

// Takes an array apart: call until it returns false. The bytes left over that make no whole element clear `sound`.
class ArrayWalk {
 public:
  explicit ArrayWalk(const RawValue& array);
  [[nodiscard]] bool next(RawValue& element, bool& sound);

 private:
  std::uint8_t type_;
  std::size_t width_;  // of an element of fixed size, else 0
  base::Bytes rest_;
};

// The same for the types that are rare, and for what is not sound.
[[nodiscard]] event::Value to_rare_value(const RawValue& raw, base::Arena& arena, bool& sound);

// Text without the NULs at its end.
[[nodiscard]] inline event::Value utf16_value(base::Bytes bytes) {
  std::size_t size = bytes.size() & ~std::size_t{1};
  while (size >= 2 && bytes[size - 1] == 0 && bytes[size - 2] == 0) size -= 2;
  return size == 0 ? event::Value::text("") : event::Value::view(event::Kind::kUtf16, bytes.first(size));
}

[[gnu::always_inline]] inline event::Value to_value(const RawValue& raw, base::Arena& arena, bool& sound) {
  using event::Value;
  const base::Bytes bytes = raw.bytes;
  if (raw.is_null() || bytes.empty()) return Value::text("");
  const auto number = [bytes]<class Integer>(Integer value) {
    std::memcpy(&value, bytes.data(), sizeof value);
    return value;
  };
  switch (raw.type) {
    case type::kString:
      return utf16_value(bytes);
    case type::kUint8:
      if (bytes.size() == 1) return Value::unsigned_integer(bytes[0]);
      break;
    case type::kUint16:
      if (bytes.size() == 2) return Value::unsigned_integer(number(std::uint16_t{}));
      break;
    case type::kUint32:
      if (bytes.size() == 4) return Value::unsigned_integer(number(std::uint32_t{}));
      break;
    case type::kUint64:
      if (bytes.size() == 8) return Value::unsigned_integer(number(std::uint64_t{}));
      break;
    case type::kHexInt32:
      if (bytes.size() == 4) return Value::hex(number(std::uint32_t{}));
      break;
    case type::kHexInt64:
      if (bytes.size() == 8) return Value::hex(number(std::uint64_t{}));
      break;
    case type::kFileTime:
      if (bytes.size() == 8) return Value::time(base::Time::from_filetime(number(std::uint64_t{})));
      break;
    case type::kGuid:
      if (bytes.size() == 16) return Value::view(event::Kind::kGuid, bytes);
      break;
    case type::kSid:
      if (bytes.size() >= 8 && bytes.size() == 8 + 4 * std::size_t{bytes[1]})
        return Value::view(event::Kind::kSid, bytes);
      break;
    default:
      break;
  }
  return to_rare_value(raw, arena, sound);
}

}  // namespace hoptrace::decode::evtx
