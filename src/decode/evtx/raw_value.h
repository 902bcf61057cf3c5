// RawValue: one value of BinXML as it stands in the chunk: a type and its bytes; and how it becomes event Values.
//
// Source of facts: [MS-EVEN6] 2.2.12 (BinXml) and 2.2.18 (type system); Metz, section 4.5 "value types".
#pragma once

#include <cstdint>

#include "base/arena.h"
#include "base/bytes.h"
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
[[nodiscard]] event::Value to_value(const RawValue& raw, base::Arena& arena, bool& sound);

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

}  // namespace hoptrace::decode::evtx
