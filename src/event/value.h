// Value: one value of a record as the decoder found it, turned into text only when somebody asks.
//
// Views point into the decoded piece or the record's arena and die with the record. Text is what Windows' own XML
// rendering shows: integers in decimal, HexInt32/64 as 0x…, GUIDs in braces and lower case, times as ISO 8601, SIDs
// as S-1-…, binary as upper-case hexadecimal digits, booleans as true and false. [MS-EVEN6] 2.2.12–2.2.20.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/time.h"

namespace hoptrace::event {

// As wide as the size beside it in Value: padding between them would make copies of a new Value slow.
enum class Kind : std::uint32_t {
  kNull,   // there is a field, but no value (JSON null, an element without content that was not substituted)
  kText,   // UTF-8
  kUtf16,  // UTF-16LE bytes, not yet converted
  kInt,    // signed
  kUint,   // unsigned
  kHex,    // unsigned, shown as 0x…
  kFloat,
  kBool,
  kGuid,    // 16 bytes
  kSid,     // its bytes
  kTime,    // base::Time ticks
  kBinary,  // bytes
};

// Whether a value of this kind is its bytes, and not a number.
[[nodiscard]] constexpr bool has_bytes(Kind kind) {
  using enum Kind;
  return kind == kText || kind == kUtf16 || kind == kGuid || kind == kSid || kind == kBinary;
}

class Value {
 public:
  Value() = default;
  [[nodiscard]] static Value null() { return {}; }
  [[nodiscard]] static Value text(std::string_view utf8) { return view(Kind::kText, base::bytes_of(utf8)); }
  [[nodiscard]] static Value view(Kind kind, base::Bytes bytes) {
    Value v;
    v.kind_ = kind;
    v.data_.bytes = bytes.data();
    v.size_ = static_cast<std::uint32_t>(bytes.size());
    return v;
  }
  [[nodiscard]] static Value integer(std::int64_t v) { return number(Kind::kInt, v); }
  [[nodiscard]] static Value unsigned_integer(std::uint64_t v) {
    return number(Kind::kUint, static_cast<std::int64_t>(v));
  }
  [[nodiscard]] static Value hex(std::uint64_t v) { return number(Kind::kHex, static_cast<std::int64_t>(v)); }
  [[nodiscard]] static Value boolean(bool v) { return number(Kind::kBool, v ? 1 : 0); }
  [[nodiscard]] static Value time(base::Time t) { return number(Kind::kTime, t.ticks); }
  [[nodiscard]] static Value real(double number) {
    Value v;
    v.kind_ = Kind::kFloat;
    v.data_.real = number;
    return v;
  }

  [[nodiscard]] Kind kind() const { return kind_; }
  [[nodiscard]] bool is_null() const { return kind_ == Kind::kNull; }
  [[nodiscard]] bool is_text() const { return kind_ == Kind::kText || kind_ == Kind::kUtf16; }
  // The bytes of kText, kUtf16, kGuid, kSid and kBinary.
  [[nodiscard]] base::Bytes bytes() const { return {data_.bytes, size_}; }
  [[nodiscard]] std::int64_t raw_integer() const { return data_.integer; }

  // As text; what must be made is made in `arena`. Null gives an empty text.
  [[nodiscard]] std::string_view as_text(base::Arena& arena) const;
  // As a number: of a number kind itself, of text that is a decimal or 0x… number as a whole. Else nothing.
  [[nodiscard]] std::optional<double> as_number(base::Arena& arena) const;
  // As an instant: of kTime, or of text in ISO 8601.
  [[nodiscard]] std::optional<base::Time> as_time(base::Arena& arena) const;

 private:
  [[nodiscard]] static Value number(Kind kind, std::int64_t number) {
    Value v;
    v.kind_ = kind;
    v.data_.integer = number;
    return v;
  }

  union {
    const std::uint8_t* bytes;
    std::int64_t integer;
    double real;
  } data_{.integer = 0};
  std::uint32_t size_ = 0;
  Kind kind_ = Kind::kNull;
};

// A number written out as a whole: "12", "-3.5", "0x1F". Blanks around it or words behind it make it no number.
[[nodiscard]] std::optional<double> parse_number(std::string_view text);

}  // namespace hoptrace::event
