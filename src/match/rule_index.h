// RuleIndex: for every lane, what its rules cannot match without (necessary.h), laid out so that a record finds the
// few rules worth asking by looking at each of its values once. Built once a hunt, then shared by all threads.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "match/compiled_rules.h"
#include "match/lane_index.h"
#include "match/literal_set.h"
#include "match/literal_store.h"
#include "match/matchers.h"

namespace hoptrace::match {

class RuleIndex {
 public:
  // `use_engine`: false builds the index as on a machine on which the literals' engine cannot be had.
  // `store`: where the compiled literals come from; null: they are compiled.
  explicit RuleIndex(std::shared_ptr<const rules::RuleSet> rules, bool use_engine = true,
                     LiteralStore* store = nullptr);

  [[nodiscard]] const std::shared_ptr<const CompiledRules>& rules() const { return rules_; }
  [[nodiscard]] const LaneIndex& lane(rules::LaneId lane) const { return lanes_[static_cast<std::size_t>(lane)]; }
  // The literals of all lanes; null where no rule waits for one, or the engine cannot be had on this machine.
  [[nodiscard]] const std::shared_ptr<const LiteralSet>& literals() const { return literals_; }

 private:
  // The literals that the lanes wait for.
  [[nodiscard]] std::vector<std::string> build_lanes(bool with_literals);

  std::shared_ptr<const CompiledRules> rules_;
  TextTable texts_;  // the lanes hold views of it
  std::vector<LaneIndex> lanes_;
  std::shared_ptr<const LiteralSet> literals_;
};

}  // namespace hoptrace::match
