// LaneIndex: for one lane, which clauses (necessary.h) wait for which witness. Immutable once built; shared by all
// threads.
//
// A *watch* is a field, by the record's own name for it, or the keywords' "any value", with the postings of
// everything that is waited for there. A posting names a clause of this lane and one of its groups; a clause whose
// groups have all been seen makes its rule a candidate.
#pragma once

#include <cstdint>
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

// clause * 8 + group
using Post = std::uint32_t;
using Posts = std::vector<Post>;
[[nodiscard]] constexpr Post post_of(std::uint32_t clause, std::size_t group) {
  return clause * 8 + static_cast<Post>(group);
}
[[nodiscard]] constexpr std::uint32_t clause_of(Post post) {
  return post / 8;
}
[[nodiscard]] constexpr std::uint8_t group_bit(Post post) {
  return static_cast<std::uint8_t>(1U << (post % 8));
}

// Literals of all lanes, each with its number in the LiteralSet.
class LiteralNumbers {
 public:
  [[nodiscard]] std::uint32_t number_of(TextTable::Number text);
  [[nodiscard]] std::vector<std::string> in_order(const TextTable& texts) const;

 private:
  std::unordered_map<TextTable::Number, std::uint32_t> numbers_;
  std::vector<TextTable::Number> literals_;
};

struct Watch {
  Posts present;
  std::unordered_map<double, Posts> numbers;
  std::unordered_map<std::string_view, Posts> exact;  // views of the TextTable
  std::unordered_map<std::uint32_t, Posts> literals;

  [[nodiscard]] bool wants_values() const { return !numbers.empty() || !exact.empty() || !literals.empty(); }
};

struct LaneClause {
  std::uint32_t rule = 0;
  std::uint8_t groups = 0;     // a bit each
  std::uint8_t by_header = 0;  // those that only EventID, Channel and Provider_Name can decide
};

// The fields that are the same in all records of one kind.
[[nodiscard]] constexpr bool is_header(event::FieldId field) {
  return field == event::field::kEventId || field == event::field::kChannel || field == event::field::kProviderName;
}

class LaneIndex {
 public:
  // With `literals` null (the engine cannot be had), a literal's field being there is all that is waited for.
  void add(std::uint32_t rule, const RuleWitnesses& of, const rules::Lane& lane, TextTable& texts,
           LiteralNumbers* literals);

  [[nodiscard]] bool empty() const { return clauses_.empty(); }
  [[nodiscard]] std::span<const LaneClause> clauses() const { return clauses_; }
  [[nodiscard]] std::span<const std::pair<event::FieldId, Watch>> watches() const { return watches_; }
  [[nodiscard]] const Watch* watch_of(event::FieldId field) const;
  [[nodiscard]] const Watch* keywords() const { return keywords_ ? &*keywords_ : nullptr; }

 private:
  [[nodiscard]] Watch& watch(const Witness& witness);
  void wait_for(const Witness& witness, Post post, const TextTable& texts, LiteralNumbers* literals);

  std::vector<LaneClause> clauses_;
  std::vector<std::pair<event::FieldId, Watch>> watches_;
  std::unordered_map<event::FieldId, std::uint32_t> watch_of_field_;
  std::optional<Watch> keywords_;
};

}  // namespace hoptrace::match
