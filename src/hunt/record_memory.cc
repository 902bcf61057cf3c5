#include "hunt/record_memory.h"

#include <utility>

namespace hoptrace::hunt {
void RecordMemory::remember(Place place, Seen seen) {
  if (seen.candidates.empty() && !seen.indicators) return place.remember(0);
  seen_.push_back(std::move(seen));
  place.remember(static_cast<base::ValueMemory::Answer>(seen_.size()));
}

void RecordMemory::remember_outcome(Place place, Matches matches) {
  if (matches.empty()) return place.remember(0);
  for (const KeptMatch& match : matches) outcome_bytes_ += match.bytes();
  outcomes_.push_back(std::move(matches));
  place.remember(static_cast<base::ValueMemory::Answer>(outcomes_.size()));
}

void RecordMemory::forget() {
  seen_places_.forget();
  seen_.clear();
  forget_outcomes();
}

void RecordMemory::forget_outcomes() {
  outcome_places_.forget();
  outcomes_.clear();
  outcome_bytes_ = 0;
}

}  // namespace hoptrace::hunt
