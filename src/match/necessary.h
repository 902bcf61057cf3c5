// Necessary: which witnesses a rule cannot match without, on one lane.
//
// For each node of the condition three sets are found, each "if …, then one of these fires":
//   true_      the node is true: of an item, what its patterns need; of AND, the strongest child's; of OR, all
//              children's together; of NOT nothing is known (what must *not* be seen is no witness).
//   not_false  the node is true or unknown. Unknown comes only of fields that the lane cannot have (or comparisons
//              with such): there nothing is necessary. AND is not false only if every child is, so one child with
//              something to see is enough, whatever the others lack.
//   support    the node is supported in the sense of evaluate.h: some positive item below it is true.
// A rule matches if its root is true, or unknown and supported: so `not_false` is necessary, and so is "true_ or
// support"; the stronger of the two is taken. Nothing else of the index decides what may be missed: every witness is
// looked for by means that find at least what its pattern needs (folded text, numbers, presence).
#pragma once

#include <cstdint>

#include "match/compiled_rules.h"
#include "match/witness.h"

namespace hoptrace::match {

[[nodiscard]] WitnessSet necessary(const CompiledRules& rules, std::uint32_t rule, const rules::Lane& lane);

}  // namespace hoptrace::match
