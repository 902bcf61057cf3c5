// LiteralTable: many literals, found in one pass over a text.
//
// Each literal is filed under the rarest four bytes of it (rare among the literals themselves), so that a hundred
// thousand URLs do not all lie under "http". A pass looks up the four bytes at each position, in a bitmap first, and
// compares the literals filed there. Immutable once built; shared by threads.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "base/packing.h"

namespace hoptrace::indicators {

class LiteralTable {
 public:
  static constexpr std::size_t kGram = 4;

  // Literals of at least kGram bytes; an id each.
  void build(std::vector<std::pair<std::string, std::uint32_t>> literals);

  // Calls found(id, begin, end) for every literal at every place of `text` where it stands.
  template <class Callback>
  void scan(std::string_view text, Callback&& found) const;

 private:
  friend auto members(base::Either<LiteralTable> auto& table) {
    return std::tie(table.literals_, table.filed_, table.seen_);
  }
  static constexpr std::size_t kBits = 1 << 16;

  struct Filed {
    std::uint32_t literal;  // into literals_
    std::uint32_t at;       // the gram's place in it
    friend auto members(base::Either<Filed> auto& filed) { return std::tie(filed.literal, filed.at); }
  };

  static std::uint32_t gram(const char* at) {
    std::uint32_t out = 0;
    std::memcpy(&out, at, kGram);
    return out;
  }
  static std::size_t bit(std::uint32_t gram) { return (gram * 2654435761U) >> 16; }

  std::vector<std::pair<std::string, std::uint32_t>> literals_;
  std::unordered_map<std::uint32_t, std::vector<Filed>> filed_;
  std::bitset<kBits> seen_;
};

template <class Callback>
void LiteralTable::scan(std::string_view text, Callback&& found) const {
  if (literals_.empty() || text.size() < kGram) return;
  for (std::size_t i = 0; i + kGram <= text.size(); ++i) {
    const std::uint32_t here = gram(text.data() + i);
    if (!seen_[bit(here)]) continue;
    const auto row = filed_.find(here);
    if (row == filed_.end()) continue;
    for (const Filed& filed : row->second) {
      const auto& [literal, id] = literals_[filed.literal];
      if (i < filed.at || text.substr(i - filed.at, literal.size()) != literal) continue;
      found(id, i - filed.at, i - filed.at + literal.size());
    }
  }
}

}  // namespace hoptrace::indicators
