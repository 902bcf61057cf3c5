// RuleBlocks: all versions of rules in a case, as they stand when it is made. Rows are numbered through the blocks:
// those of a block (rule_pack.h) follow its first.
#pragma once

#include <deque>
#include <vector>

#include "cases/rule_pack.h"
#include "cases/sqlite.h"

namespace hoptrace::cases {

class RuleBlocks {
 public:
  RuleBlocks() = default;
  explicit RuleBlocks(Database& database);  // a failure is the database's
  RuleBlocks(RuleBlocks&&) = default;
  RuleBlocks& operator=(RuleBlocks&&) = default;

  struct Block {
    RuleRow first = 0;
    RulePack pack;
    std::vector<PackedRule> rules;  // views of it
    // The first row behind this one at which a block begins; end() where there is none.
    [[nodiscard]] RuleRow next(RuleRow row) const;
    [[nodiscard]] RuleRow end() const { return first + static_cast<RuleRow>(rules.size()); }
  };
  // In the order of their rows.
  [[nodiscard]] const std::deque<Block>& all() const { return blocks_; }
  [[nodiscard]] const PackedRule* find(RuleRow row) const;
  // The first row behind this one at which a block begins; end() where there is none.
  [[nodiscard]] RuleRow next(RuleRow row) const;
  [[nodiscard]] RuleRow end() const { return blocks_.empty() ? 1 : blocks_.back().end(); }
  // Rows from end() on.
  void add(RulePack pack) { add(end(), std::move(pack)); }

 private:
  void add(RuleRow first, RulePack pack);

  std::deque<Block> blocks_;  // none ever moves: there are views of it
};

}  // namespace hoptrace::cases
