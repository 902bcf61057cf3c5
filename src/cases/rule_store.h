// RuleStore: versions of rules, which of them are in force, and sets of them that artifacts were read under.
//
// Rules are kept packed (rule_blocks.h). A rule of another hash is another row, so that a finding always shows the
// text that made it. Rules that stand in `in_force` are those of the set in force: findings of a version that does
// not are kept but not live, and are live again when it returns. The list that was entered last, and the set that was
// put in force last, are told by a fingerprint: the same ones again are neither looked up nor written.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/fingerprint.h"
#include "cases/rule_blocks.h"
#include "cases/sqlite.h"

namespace hoptrace::cases {

class RuleStore {
 public:
  explicit RuleStore(Database& database) : database_(database) {}

  [[nodiscard]] base::Result<std::vector<RuleRow>> rows_for(const RulePack& rules);
  [[nodiscard]] base::Result<RulesetRow> use(const std::vector<RuleRow>& rules, std::string_view scope);

  // The row of this very set, made where it is new. Inside a transaction.
  [[nodiscard]] RulesetRow set_of(std::vector<RuleRow> rules, std::string_view scope);
  // Sorted.
  [[nodiscard]] std::vector<RuleRow> members(RulesetRow ruleset);
  [[nodiscard]] std::string scope_of(RulesetRow ruleset);
  [[nodiscard]] const std::string& rule_id(RuleRow rule) { return known(rule).id; }
  // Of its id: all versions of a rule have the same.
  [[nodiscard]] const base::Fingerprint& identity(RuleRow rule) {
    auto& [latest, identity] = latest_[static_cast<std::size_t>(rule) % latest_.size()];
    if (latest != rule) latest = rule, identity = known(rule).identity;
    return identity;
  }

 private:
  enum class Entered : std::uint8_t { kRules = 1, kInForce = 2 };  // rows of the table of that name
  struct Known {
    std::string id;
    base::Fingerprint identity;
  };

  [[nodiscard]] const RuleBlocks& blocks();
  [[nodiscard]] const Known& known(RuleRow rule);
  [[nodiscard]] bool entered(Entered what, std::string_view hash, std::vector<RuleRow>* rules);
  void enter(Entered what, std::string_view hash, const std::vector<RuleRow>& rules);
  [[nodiscard]] std::vector<RuleRow> enter_all(const RulePack& pack);
  void enter_changed(const RuleBlocks::Block& block, const std::map<RuleRow, PackedRule>& changed);
  void enter_block(RuleRow first, const RulePack& pack);
  void enter_in_force(const std::vector<RuleRow>& rules);

  Database& database_;
  std::optional<RuleBlocks> blocks_;                               // as they stand in the case, once asked for
  std::unordered_map<RuleRow, Known> known_;                       // as many as there are rules with results
  std::array<std::pair<RuleRow, base::Fingerprint>, 512> latest_;  // that findings were made of
};

}  // namespace hoptrace::cases
