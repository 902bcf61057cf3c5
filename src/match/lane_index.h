// LaneIndex: for one lane, which clauses (necessary.h) wait for which witness. A posting names a clause of this lane
// and one of its groups; a clause whose groups have all been seen makes its rule a candidate.
//
// Views of an image (index_image.h) that LaneDraft makes (lane_draft.h): immutable, shared by all threads.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "event/field.h"
#include "match/watch.h"

namespace hoptrace::match {

struct LaneClause {
  std::uint32_t rule = 0;
  std::uint32_t checks = 0;    // of its groups: as many lists as there are groups, from this one on
  std::uint8_t groups = 0;     // a bit each
  std::uint8_t by_header = 0;  // those that only EventID, Channel and Provider_Name can decide
  std::uint8_t filled[2]{};    // no byte that nobody sets (index_image.h)
};

struct LaneImage {
  Part<LaneClause> clauses;
  Part<std::uint32_t> check_starts;  // into checks, by list; one more: where the last one's end
  Part<Check> checks;
  Part<WatchImage> watches;   // in the order of their fields
  Part<WatchImage> keywords;  // one, or none
};

// The fields that are the same in all records of one kind.
[[nodiscard]] constexpr bool is_header(event::FieldId field) {
  return field == event::field::kEventId || field == event::field::kChannel || field == event::field::kProviderName;
}

class LaneIndex {
 public:
  LaneIndex(const LaneImage& image, const TextPool& pool, ImageReader& from);

  [[nodiscard]] std::span<const LaneClause> clauses() const { return clauses_; }
  [[nodiscard]] std::span<const std::pair<event::FieldId, Watch>> watches() const { return watches_; }
  [[nodiscard]] const Watch* watch_of(event::FieldId field) const;
  // What a value that made `post` must satisfy: one of these.
  [[nodiscard]] std::span<const Check> checks(Post post) const {
    const std::size_t list = clauses_[clause_of(post)].checks + group_of(post);
    return checks_.subspan(check_starts_[list], check_starts_[list + 1] - check_starts_[list]);
  }
  [[nodiscard]] const Watch* keywords() const { return keywords_.empty() ? nullptr : &keywords_.front(); }

 private:
  std::span<const LaneClause> clauses_;
  std::span<const std::uint32_t> check_starts_;
  std::span<const Check> checks_;
  std::vector<std::pair<event::FieldId, Watch>> watches_;
  std::vector<Watch> keywords_;
};

}  // namespace hoptrace::match
