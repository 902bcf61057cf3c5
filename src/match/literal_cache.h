// LiteralCache: the literals that a text contains, remembered: Image, ParentImage, User come again and again.
//
// A fixed number of places, each for the last text that fell on it; texts are compared in full, so two that share a
// place cost time and never a match. Bounded: kPlaces texts of at most kMostText bytes. One a thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "match/literal_set.h"

namespace hoptrace::match {

class LiteralCache {
 public:
  static constexpr std::size_t kPlaces = 1 << 14;
  static constexpr std::size_t kMostText = 1024;

  // `set` must outlive the cache.
  explicit LiteralCache(const LiteralSet& set);

  struct Found {
    bool known = true;                    // false: the engine gave up, any literal may be there
    std::span<const std::uint32_t> hits;  // valid until the next question
  };
  [[nodiscard]] Found find(std::string_view folded);

 private:
  struct Place {
    bool filled = false;
    std::string text;
    std::vector<std::uint32_t> hits;
  };

  const LiteralSet& set_;
  LiteralScratch scratch_;
  std::vector<Place> places_;
  std::vector<std::uint32_t> uncached_;
};

}  // namespace hoptrace::match
