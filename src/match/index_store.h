// IndexStore: where what was made for an index in an earlier run comes from, and goes to: its sets of literals, and
// the index itself. This one keeps nothing.
//
// A set is known by its literals, in their order, and by LiteralSet::engine() alone, so a store answers rightly
// whatever else has changed. Outlives the index: its literals are asked for when a value first has to be looked
// through for them, by whichever thread that is, several sets at a time too; all else is asked while the index is
// built.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "base/kept_bytes.h"
#include "base/result.h"
#include "match/literal_set.h"
#include "rules/rule_set.h"

namespace hoptrace::match {

class IndexStore {
 public:
  IndexStore() = default;
  virtual ~IndexStore() = default;
  IndexStore(const IndexStore&) = delete;
  IndexStore& operator=(const IndexStore&) = delete;

  // As LiteralSet::compile().
  [[nodiscard]] virtual base::Result<std::shared_ptr<const LiteralSet>> literals(
      std::span<const std::string_view> literals) {
    return LiteralSet::compile(literals);
  }
  // What keep_index() was given for exactly these rules on these lanes, by this program.
  [[nodiscard]] virtual std::optional<base::KeptBytes> index_of(const rules::RuleSet&) { return {}; }
  virtual void keep_index(const rules::RuleSet&, std::string_view /*bytes*/) {}
};

}  // namespace hoptrace::match
