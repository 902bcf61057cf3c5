// ToldWays: how records of one shape are told (told_list.h), by the kinds of their values: which of them are told
// with their bytes. The kinds say all else (what is absent, what nobody goes by, what is empty), so a record whose
// kinds an earlier one had is told by the number of that way and these bytes alone.
//
// A list of ways belongs to one ToldList, so one shape: records of it have equally many values. One thread's.
#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "decode/evtx/record_shape.h"
#include "decode/told_list.h"

namespace hoptrace::decode::evtx {

// The kind of a value: its type, and whether it has no bytes (a bit that no type with bytes uses: kTypeFacts).
using ValueKind = std::uint8_t;
constexpr ValueKind kEmptyKind = 0x40;

class ToldWays final : public ToldList::Ways {
 public:
  static constexpr std::uint32_t kMost = 32;  // more: the record is told slot by slot

  struct Part {
    std::uint16_t value = 0;  // number in the record's list
    bool no_digits = false;   // a text of digits is not told
  };
  struct Way {
    std::uint32_t number = 0;
    bool plain = true;  // else: it holds what cannot be told
    std::vector<ValueKind> kinds;
    std::vector<Part> parts;
  };

  // Null where there are too many. `kinds` and `values` are of the record at hand.
  [[nodiscard]] const Way* of(const RecordShape& shape, std::span<const Told> told, std::span<const ValueKind> kinds,
                              const PlacedValue* values) {
    if (latest_ < ways_.size() && is_of(ways_[latest_], kinds)) return &ways_[latest_];
    return find(shape, told, kinds, values);
  }

 private:
  [[nodiscard]] static bool is_of(const Way& way, std::span<const ValueKind> kinds) {
    return std::memcmp(way.kinds.data(), kinds.data(), kinds.size()) == 0;
  }
  [[nodiscard]] const Way* find(const RecordShape& shape, std::span<const Told> told,
                                std::span<const ValueKind> kinds, const PlacedValue* values);

  std::vector<Way> ways_;
  std::size_t latest_ = 0;
};

// What a Told makes of a record's slot.
enum class Telling : std::uint8_t { kAbsent, kOfTemplate, kUntold, kTold, kNotPlain };
[[nodiscard]] Telling telling(const RecordShape& shape, const Told& told, const PlacedValue* values);

}  // namespace hoptrace::decode::evtx
