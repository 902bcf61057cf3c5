// Candidates: the rules of one lane that a record could match, by the index. Never too few.
//
// One a thread. gather() asks the same Readings as the evaluator does afterwards, so text is made and folded once.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "match/literal_cache.h"
#include "match/readings.h"
#include "match/rule_index.h"

namespace hoptrace::match {

class Candidates {
 public:
  explicit Candidates(std::shared_ptr<const RuleIndex> index);

  // The candidates on the lane that `readings` looks at, each once; valid until the next call.
  [[nodiscard]] std::span<const std::uint32_t> gather(rules::LaneId lane, Readings& readings);

 private:
  void look(const Watch& watch, Readings::Range range, Readings& readings);
  void look_at_value(const Watch& watch, std::uint32_t reading, Readings& readings);
  void look_for_literals(const Watch& watch, std::string_view folded);
  void mark(const RuleList& rules);
  // Whether `watch` is looked at for the first time in this gather().
  [[nodiscard]] bool first_look(std::uint32_t watch);

  std::shared_ptr<const RuleIndex> index_;
  std::optional<LiteralCache> cache_;
  std::vector<std::uint32_t> found_;
  std::vector<std::uint64_t> marked_;  // by rule: the round that marked it
  std::vector<std::uint64_t> looked_;  // by watch: likewise
  std::uint64_t round_ = 0;
};

}  // namespace hoptrace::match
