// The two matchers: the obvious one, which evaluates every rule of a record's lanes, and the indexed one, which
// evaluates only the rules whose necessary literals occur. A test feeds both the same evidence; the slow one judges.
//
// Each is built once per hunt from a RuleSet (shared, immutable part: CompiledIndex) and once per thread (scratch).
#pragma once

#include <memory>

#include "match/match.h"

namespace hoptrace::match {

[[nodiscard]] std::unique_ptr<Matcher> make_slow_matcher(std::shared_ptr<const rules::RuleSet> rules);

class IndexStore;  // index_store.h
class RuleIndex;   // rule_index.h
[[nodiscard]] std::shared_ptr<const RuleIndex> build_index(std::shared_ptr<const rules::RuleSet> rules,
                                                           IndexStore* store = nullptr);
[[nodiscard]] std::unique_ptr<Matcher> make_indexed_matcher(std::shared_ptr<const RuleIndex> index);

}  // namespace hoptrace::match
