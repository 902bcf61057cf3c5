// RecordKey: what of a record's values its reader goes by, in a row, as bytes: where they are equal, the values are.
// For who remembers what became of records that showed the same (hunt/record_memory.h).
//
// A Glance writes it (sieve.h) by a list of Told: which slots, and of each, which kinds of value matter; of all
// others only whether they are there. Equal values may have different bytes (a text stored with a closing NUL and
// without).
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <vector>

#include "base/value_memory.h"
#include "event/digits.h"
#include "event/value.h"

namespace hoptrace::decode {

// What of a slot's value goes into the key.
struct Told {
  std::size_t slot = 0;
  bool texts = false;
  bool numbers = false;    // integers, GUIDs, SIDs, times
  bool others = false;     // binary, floating point, boolean
  bool no_digits = false;  // of texts, only those that are not made of digits (event/digits.h)

  [[nodiscard]] bool tells_any() const { return texts || numbers || others; }
  [[nodiscard]] bool tells(event::Kind kind) const {
    using enum event::Kind;
    if (kind == kText || kind == kUtf16) return texts;
    return kind == kBinary || kind == kFloat || kind == kBool ? others : numbers;
  }
  [[nodiscard]] bool tells(const event::Value& value) const {
    if (!tells(value.kind())) return false;
    if (!no_digits || !value.is_text()) return true;
    return !(value.kind() == event::Kind::kText ? event::are_digits(base::text_of(value.bytes()))
                                                : event::are_digits_utf16(value.bytes()));
  }
};

class RecordKey {
 public:
  RecordKey() : bytes_(base::ValueMemory::kMostBytes) {}

  void begin() { size_ = 0, fits_ = true; }
  // False: more than is remembered; the bytes say nothing then.
  [[nodiscard]] bool fits() const { return fits_; }
  [[nodiscard]] base::Bytes bytes() const { return {bytes_.data(), size_}; }

  // For who writes it: for each slot a mark, with bytes behind it whose number the mark says. One writer, one meaning
  // of marks.
  void mark(std::uint32_t mark) {
    if (!has_room(sizeof mark)) return;
    std::memcpy(bytes_.data() + size_, &mark, sizeof mark);
    size_ += sizeof mark;
  }
  // `readable`: how much may be read from where `bytes` stand; never less than they are.
  void add(base::Bytes bytes, std::size_t readable) {
    if (!has_room(bytes.size())) return;
    if (bytes.size() + kStep > readable) {
      if (!bytes.empty()) std::memcpy(bytes_.data() + size_, bytes.data(), bytes.size());
    } else {
      copy_in_steps(bytes);
    }
    size_ += bytes.size();
  }
  // A mark and the value, or the mark alone.
  void add_value(const std::optional<event::Value>& value, bool told);

 private:
  static constexpr std::size_t kStep = 32;

  [[nodiscard]] bool has_room(std::size_t size) {
    fits_ = fits_ && bytes_.size() - size_ >= size + kStep;
    return fits_;
  }
  // Most values are short: quicker than a call of memcpy for each.
  void copy_in_steps(base::Bytes bytes) {
    const std::uint8_t* from = bytes.data();
    std::uint8_t* to = bytes_.data() + size_;
    for (std::size_t done = 0; done < bytes.size(); done += kStep) std::memcpy(to + done, from + done, kStep);
  }

  std::vector<std::uint8_t> bytes_;
  std::size_t size_ = 0;
  bool fits_ = true;
};

}  // namespace hoptrace::decode
