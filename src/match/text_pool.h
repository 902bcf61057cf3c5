// TextPool: the folded texts of an index, each with a number (TextTable's, witness.h), as they stand in an image.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "match/index_image.h"
#include "match/witness.h"

namespace hoptrace::match {

struct TextPlace {
  std::uint32_t at = 0;  // into the pool's characters
  std::uint32_t size = 0;
};

struct TextPoolImage {
  Part<char> characters;
  Part<TextPlace> places;  // by number
};
[[nodiscard]] TextPoolImage put_texts(const TextTable& texts, ImageWriter& out);

class TextPool {
 public:
  TextPool() = default;
  TextPool(const TextPoolImage& image, ImageReader& from);

  [[nodiscard]] std::string_view text(TextTable::Number number) const {
    const TextPlace& place = places_[number];
    return {characters_.data() + place.at, place.size};
  }

 private:
  std::span<const char> characters_;
  std::span<const TextPlace> places_;
};

}  // namespace hoptrace::match
