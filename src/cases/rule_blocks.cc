#include "cases/rule_blocks.h"

#include <algorithm>

namespace hoptrace::cases {
namespace {

constexpr RuleRow kHighestRow = 1'000'000'000'000;

}  // namespace

RuleBlocks::RuleBlocks(Database& database) {
  Statement query(database, "SELECT first, packed FROM rule_block ORDER BY first");
  while (query.row()) {
    const RuleRow first = query.integer(0);
    if (first < end() || first > kHighestRow) continue;  // not by this program: a row would have two rules
    add(first, RulePack(query.string(1)));
  }
}

void RuleBlocks::add(RuleRow first, RulePack pack) {
  blocks_.push_back({first, std::move(pack), {}});
  blocks_.back().rules = blocks_.back().pack.rules();
  if (blocks_.back().rules.empty()) blocks_.pop_back();
}

const PackedRule* RuleBlocks::find(RuleRow row) const {
  const auto after = std::ranges::upper_bound(blocks_, row, {}, &Block::first);
  if (after == blocks_.begin()) return nullptr;
  const Block& block = *std::prev(after);
  return row < block.end() ? &block.rules[static_cast<std::size_t>(row - block.first)] : nullptr;
}

RuleRow RuleBlocks::next(RuleRow row) const {
  const auto after = std::ranges::upper_bound(blocks_, row, {}, &Block::first);
  return after == blocks_.end() ? end() : after->first;
}

}  // namespace hoptrace::cases
