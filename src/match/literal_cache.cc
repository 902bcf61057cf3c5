#include "match/literal_cache.h"

#include <functional>

namespace hoptrace::match {

LiteralCache::LiteralCache(const LiteralSet& set) : set_(set), scratch_(set), places_(kPlaces) {}

LiteralCache::Found LiteralCache::find(std::string_view folded) {
  if (folded.size() > kMostText) {
    uncached_.clear();
    const bool known = set_.scan(folded, scratch_, uncached_);
    return {known, uncached_};
  }
  Place& place = places_[std::hash<std::string_view>{}(folded) % kPlaces];
  if (place.filled && place.text == folded) return {true, place.hits};
  place.hits.clear();
  place.filled = set_.scan(folded, scratch_, place.hits);
  place.text = folded;
  return {place.filled, place.hits};
}

}  // namespace hoptrace::match
