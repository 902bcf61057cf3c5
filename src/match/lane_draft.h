// LaneDraft: a lane's clauses and watches while they are gathered rule by rule; put() lays them out for LaneIndex.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

#include "match/lane_index.h"
#include "match/necessary.h"
#include "match/witness.h"
#include "rules/log_source.h"

namespace hoptrace::match {

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

class LaneDraft {
 public:
  // With `literals` null (the engine cannot be had), a literal's field having a value is all that is waited for.
  void add(std::uint32_t rule, const RuleWitnesses& of, const rules::Lane& lane, TextTable& texts,
           LiteralsOfFields* literals);
  [[nodiscard]] LaneImage put(const TextTable& texts, ImageWriter& out) const;

 private:
  struct Watch {
    Posts present, absent, any_value;
    std::map<double, Posts> numbers;
    std::map<TextTable::Number, Posts> exact;
    std::map<std::uint32_t, Posts> literals;
    [[nodiscard]] WatchImage put(event::FieldId field, const TextTable& texts, ImageWriter& out) const;
    [[nodiscard]] ExactImage put_exact(const TextTable& texts, ImageWriter& out) const;
  };

  [[nodiscard]] Watch& watch(const Witness& witness);
  void wait_for(const Witness& witness, Post post, LiteralsOfFields* literals);

  std::vector<LaneClause> clauses_;
  std::vector<std::uint32_t> check_starts_{0};
  std::vector<Check> checks_;
  std::map<event::FieldId, Watch> watches_;
  std::optional<Watch> keywords_;
};

}  // namespace hoptrace::match
