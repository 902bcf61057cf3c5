#include "match/text_pool.h"

#include <string>
#include <vector>

namespace hoptrace::match {

TextPoolImage put_texts(const TextTable& texts, ImageWriter& out) {
  std::string characters;
  std::vector<TextPlace> places;
  for (TextTable::Number number = 0; number < texts.size(); ++number) {
    const std::string_view text = texts.text(number);
    places.push_back({static_cast<std::uint32_t>(characters.size()), static_cast<std::uint32_t>(text.size())});
    characters += text;
  }
  return {out.put(std::span<const char>(characters)), out.put(std::span<const TextPlace>(places))};
}

TextPool::TextPool(const TextPoolImage& image, ImageReader& from)
    : characters_(from.get(image.characters)), places_(from.get(image.places)) {}

}  // namespace hoptrace::match
