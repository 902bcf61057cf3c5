// ShownValue: one value as the index looks at it: its folded text, the number that it reads as, and the literals that
// its text contains; each made at most once, however many watches ask.
//
// Lives for one look; what it makes lives in the arena.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "event/value.h"
#include "match/lane_index.h"
#include "match/rule_index.h"

namespace hoptrace::match {

// One set of literals and what a thread needs to look for them.
class LiteralSearch {
 public:
  LiteralSearch(const RuleIndex& index, std::uint32_t set) : index_(index), number_(set) {}

  // The numbers of the literals that `folded` contains, until the next call; false: the engine gave up, any may be.
  [[nodiscard]] bool find(std::string_view folded);
  [[nodiscard]] const std::vector<std::uint32_t>& hits() const { return hits_; }

 private:
  const RuleIndex& index_;
  std::uint32_t number_;
  const LiteralSet* set_ = nullptr;        // once asked for
  std::optional<LiteralScratch> scratch_;  // where there is one
  std::vector<std::uint32_t> hits_;
};

// All sets of an index.
class LiteralTools {
 public:
  explicit LiteralTools(const RuleIndex& index) : index_(index) {
    for (std::uint32_t set = 0; set < index.literal_sets(); ++set) searches_.emplace_back(index, set);
  }
  [[nodiscard]] const RuleIndex& index() const { return index_; }
  [[nodiscard]] LiteralSearch& search(std::uint32_t set) { return searches_[set]; }

 private:
  const RuleIndex& index_;
  std::vector<LiteralSearch> searches_;
};

class ShownValue {
 public:
  // `value` is not null.
  ShownValue(const event::Value& value, base::Arena& arena, LiteralTools& tools)
      : value_(value), arena_(arena), tools_(tools) {}

  [[nodiscard]] const event::Value& value() const { return value_; }
  // Appends what `watch`, of that field (kOther: of keywords), posts for this value.
  void find(const Watch& watch, event::FieldId of, Posts& out);

 private:
  [[nodiscard]] std::string_view text();
  [[nodiscard]] std::string_view folded();
  [[nodiscard]] std::optional<double> number();
  void find_few(const Watch& watch, event::FieldId of, Posts& out);
  void find_literals(const Watch& watch, event::FieldId of, Posts& out);

  const event::Value& value_;
  base::Arena& arena_;
  LiteralTools& tools_;
  std::optional<std::string_view> text_, folded_;
  std::uint64_t searched_ = 0, gave_up_ = 0;  // a bit for each set
};

}  // namespace hoptrace::match
