// Necessary: what a record must show before a rule can match on one lane, in clauses.
//
// A rule can match only if one of its clauses holds; a clause holds only if of each of its groups one witness was
// seen. For each node of the condition three sets of clauses are found:
//   when_true  the node is true: of an item, what its patterns need (of |all, each of them); of AND, the clauses of
//              all children together; of OR, those of any child; of NOT nothing is asked, unless the rule would have
//              a clause without anything telling: then a value for which the item below does not hold, or none.
//   not_false  the node is true or unknown. Unknown comes only of fields that the lane cannot have (or comparisons
//              with such): there nothing is necessary.
//   support    the node is supported in the sense of evaluate.h: some positive item below it is true.
// A rule matches if its root is true, or unknown and supported: so `not_false` is necessary, and so is "when_true or
// support"; where the lane lacks nothing that the rule asks for, when_true is all. Clauses are bounded: where they
// would become too many, a node's are put together into one that says less. Nothing else of the index decides what
// may be missed: every witness is looked for by means that find at least what its pattern needs (folded text,
// numbers, presence).
#pragma once

#include <cstdint>
#include <vector>

#include "match/compiled_rules.h"
#include "match/witness.h"

namespace hoptrace::match {

constexpr std::size_t kMostClauses = 12;
constexpr std::size_t kMostGroups = 4;  // of a clause; at most a byte's bits

using Group = std::vector<std::uint32_t>;  // numbers of RuleWitnesses::sets: one of any of them
using Clause = std::vector<Group>;         // without a group: nothing is necessary
using Clauses = std::vector<Clause>;       // none: the rule can never match

// What each item of one rule needs, whatever the lane.
class RuleWitnesses {
 public:
  RuleWitnesses(const CompiledRules& rules, std::uint32_t rule, TextTable& texts);

  [[nodiscard]] Clauses necessary(const rules::Lane& lane) const;
  [[nodiscard]] const std::vector<WitnessSet>& sets() const { return sets_; }

 private:
  friend class ClauseFinder;
  [[nodiscard]] Clauses needed_by(std::uint32_t item, TextTable& texts);
  [[nodiscard]] Clauses failed_by(std::uint32_t item, TextTable& texts);
  // Whether each clause has a group that few records show.
  [[nodiscard]] bool tells(const Clauses& clauses) const;
  [[nodiscard]] Clauses one(WitnessSet set);

  const rules::Detection& rule_;
  std::span<const CompiledItem> items_;
  std::vector<WitnessSet> sets_;
  std::vector<int> strengths_;   // parallel to sets_
  std::vector<Clauses> needed_;  // by item: where it holds
  std::vector<Clauses> failed_;  // by item: where it does not
};

}  // namespace hoptrace::match
