// LaneIndex: for one lane, which clauses (necessary.h) wait for which witness. Immutable once built; shared by all
// threads.
//
// A *watch* is a field, by the record's own name for it, or the keywords' "any value", with the postings of
// everything that is waited for there. A posting names a clause of this lane and one of its groups; a clause whose
// groups have all been seen makes its rule a candidate.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "event/field.h"
#include "match/necessary.h"
#include "match/witness.h"
#include "rules/log_source.h"

namespace hoptrace::match {

// A clause, one of its groups, and whether the witness alone proves the group (else the value is checked:
// verifier.h).
using Post = std::uint32_t;
using Posts = std::vector<Post>;
[[nodiscard]] constexpr Post post_of(std::uint32_t clause, std::size_t group, bool sure = false) {
  return clause * 16 + (sure ? 8 : 0) + static_cast<Post>(group);
}
[[nodiscard]] constexpr std::uint32_t clause_of(Post post) {
  return post / 16;
}
[[nodiscard]] constexpr std::size_t group_of(Post post) {
  return post % 8;
}
[[nodiscard]] constexpr bool is_sure(Post post) {
  return (post & 8) != 0;
}
[[nodiscard]] constexpr std::uint8_t group_bit(Post post) {
  return static_cast<std::uint8_t>(1U << group_of(post));
}

// The literals that are looked for in the values of one field (or, as keywords, of all), each with a number.
class LiteralNumbers {
 public:
  [[nodiscard]] std::uint32_t number_of(TextTable::Number text);
  [[nodiscard]] const std::vector<TextTable::Number>& literals() const { return literals_; }

 private:
  std::unordered_map<TextTable::Number, std::uint32_t> numbers_;
  std::vector<TextTable::Number> literals_;
};
// kOther: of keywords.
using LiteralsOfFields = std::map<event::FieldId, LiteralNumbers>;

struct Watch {
  Posts present;
  Posts absent;
  Posts any_value;  // of every value that is not null
  std::unordered_map<double, Posts> numbers;
  std::unordered_map<std::string_view, Posts> exact;  // views of the TextTable
  std::unordered_map<std::uint32_t, Posts> literals;  // by number among those of its field

  [[nodiscard]] bool wants_values() const {
    return !any_value.empty() || !numbers.empty() || !exact.empty() || !literals.empty();
  }
};

struct LaneClause {
  std::uint32_t rule = 0;
  std::uint8_t groups = 0;     // a bit each
  std::uint8_t by_header = 0;  // those that only EventID, Channel and Provider_Name can decide
  std::uint32_t checks = 0;    // of its groups: into LaneIndex::checks, as many lists as there are groups
};

// The fields that are the same in all records of one kind.
[[nodiscard]] constexpr bool is_header(event::FieldId field) {
  return field == event::field::kEventId || field == event::field::kChannel || field == event::field::kProviderName;
}

class LaneIndex {
 public:
  // With `literals` null (the engine cannot be had), a literal's field having a value is all that is waited for.
  void add(std::uint32_t rule, const RuleWitnesses& of, const rules::Lane& lane, TextTable& texts,
           LiteralsOfFields* literals);

  [[nodiscard]] bool empty() const { return clauses_.empty(); }
  [[nodiscard]] std::span<const LaneClause> clauses() const { return clauses_; }
  [[nodiscard]] std::span<const std::pair<event::FieldId, Watch>> watches() const { return watches_; }
  [[nodiscard]] const Watch* watch_of(event::FieldId field) const;
  // What a value that made `post` must satisfy: one of these.
  [[nodiscard]] std::span<const Check> checks(Post post) const {
    return checks_[clauses_[clause_of(post)].checks + group_of(post)];
  }
  [[nodiscard]] const Watch* keywords() const { return keywords_ ? &*keywords_ : nullptr; }

 private:
  [[nodiscard]] Watch& watch(const Witness& witness);
  void wait_for(const Witness& witness, Post post, const TextTable& texts, LiteralsOfFields* literals);

  std::vector<LaneClause> clauses_;
  std::vector<std::vector<Check>> checks_;
  std::vector<std::pair<event::FieldId, Watch>> watches_;
  std::unordered_map<event::FieldId, std::uint32_t> watch_of_field_;
  std::optional<Watch> keywords_;
};

}  // namespace hoptrace::match
