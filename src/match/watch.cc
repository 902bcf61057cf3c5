#include "match/watch.h"

#include "base/fingerprint.h"

namespace hoptrace::match {

std::uint64_t ExactTexts::key_of(std::string_view folded) {
  return base::fingerprint(folded).low;
}

std::span<const Post> ExactTexts::find(std::string_view folded) const {
  const std::uint64_t key = key_of(folded);
  for (std::size_t i = waiting_.first_from(key); i < size() && waiting_.key(i) == key; ++i) {
    if (text(i) == folded) return posts(i);
  }
  return {};
}

Watch::Watch(const WatchImage& image, const TextPool& pool, ImageReader& from)
    : present(from.get(image.present)),
      absent(from.get(image.absent)),
      any_value(from.get(image.any_value)),
      numbers(image.numbers, from),
      exact(image.exact, pool, from),
      literals(image.literals, from) {}

}  // namespace hoptrace::match
