#include "match/lane_index.h"

#include <algorithm>

namespace hoptrace::match {

LaneIndex::LaneIndex(const LaneImage& image, const TextPool& pool, ImageReader& from)
    : clauses_(from.get(image.clauses)),
      check_starts_(from.get(image.check_starts)),
      checks_(from.get(image.checks)) {
  const auto watches = from.get(image.watches);
  watches_.reserve(watches.size());
  for (const WatchImage& watch : watches) watches_.emplace_back(watch.field, Watch(watch, pool, from));
  for (const WatchImage& watch : from.get(image.keywords)) keywords_.emplace_back(watch, pool, from);
}

const Watch* LaneIndex::watch_of(event::FieldId field) const {
  const auto known =
      std::ranges::lower_bound(watches_, field, {}, [](const auto& of) -> event::FieldId { return of.first; });
  return known == watches_.end() || known->first != field ? nullptr : &known->second;
}

}  // namespace hoptrace::match
