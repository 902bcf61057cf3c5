// IndicatorIndex: all indicators of a hunt, filed for looking up. Built once, then read by all threads (lookup.h).
#pragma once

#include <bitset>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "base/packing.h"
#include "indicators/indicator.h"
#include "indicators/literal_table.h"

namespace hoptrace::indicators {

class IndicatorIndex {
 public:
  IndicatorIndex() = default;
  // The same indicator from two lists is kept once, with the higher confidence, the earlier publication and both
  // sources. `shared_names` are domains under which strangers live (free dynamic DNS, hosting): listed ones match
  // only themselves.
  explicit IndicatorIndex(std::vector<Indicator> indicators, std::span<const std::string> shared_names = {});

  [[nodiscard]] std::span<const Indicator> all() const { return all_; }
  [[nodiscard]] bool empty() const { return all_.empty(); }
  // Whether names below the domain all()[number] are meant as well.
  [[nodiscard]] bool has_children(std::uint32_t number) const { return !alone_[number]; }
  // Indicators too short to be looked for (see kShortest), which are therefore never found.
  [[nodiscard]] std::span<const std::uint32_t> too_short() const { return too_short_; }

  static constexpr std::size_t kShortest = LiteralTable::kGram;  // bytes of a literal

 private:
  friend class Scanner;
  friend auto members(base::Either<IndicatorIndex> auto& i) {
    return std::tie(i.all_, i.alone_, i.too_short_, i.hosts_, i.addresses_, i.digests_, i.names_, i.ports_,
                    i.host_sieve_, i.name_sieve_, i.literals_);
  }

  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  using Table = std::unordered_map<std::string, std::vector<std::uint32_t>, TextHash, std::equal_to<>>;

  // Keys of one table told apart by length and ends: most words of a log are dismissed here.
  class Sieve {
   public:
    void add(std::string_view key) { bits_.set(place(key)); }
    [[nodiscard]] bool may_have(std::string_view key) const { return !key.empty() && bits_[place(key)]; }

   private:
    static std::size_t place(std::string_view key) {
      const auto at = [&](std::size_t i) { return std::size_t{static_cast<unsigned char>(key[i])}; };
      return (((key.size() & 31) << 12) ^ (at(0) << 8) ^ (at(key.size() - 1) << 4) ^ at(key.size() / 2)) & 0xFFFF;
    }
    std::bitset<0x10000> bits_;
    friend auto members(base::Either<Sieve> auto& sieve) { return std::tie(sieve.bits_); }
  };

  void merge(std::vector<Indicator> indicators);
  void file(std::uint32_t number, std::vector<std::pair<std::string, std::uint32_t>>& literals);

  std::vector<Indicator> all_;
  std::vector<bool> alone_;
  std::vector<std::uint32_t> too_short_;
  Table hosts_, addresses_, digests_, names_, ports_;
  Sieve host_sieve_, name_sieve_;
  LiteralTable literals_;
};

}  // namespace hoptrace::indicators
