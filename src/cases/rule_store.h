// RuleStore: versions of rules, which of them are in force, and sets of them that artifacts were read under.
//
// A rule of another hash is another row, so that a finding always shows the text that made it. `in_force` is one mark
// on the rule: findings of a version that is not in force are kept but not live, and are live again when it returns.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "cases/finding.h"
#include "cases/sqlite.h"

namespace hoptrace::cases {

class RuleStore {
 public:
  explicit RuleStore(Database& database) : database_(database) {}

  [[nodiscard]] base::Result<std::vector<RuleRow>> rows_for(const std::vector<RuleRecord>& rules);
  [[nodiscard]] base::Result<RulesetRow> use(const std::vector<RuleRow>& rules, std::string_view scope);

  // The row of this very set, made where it is new. Inside a transaction.
  [[nodiscard]] RulesetRow set_of(std::vector<RuleRow> rules, std::string_view scope);
  [[nodiscard]] std::vector<RuleRow> members(RulesetRow ruleset);
  [[nodiscard]] std::string scope_of(RulesetRow ruleset);
  [[nodiscard]] const std::string& rule_id(RuleRow rule);

 private:
  Database& database_;
  std::unordered_map<RuleRow, std::string> rule_ids_;  // as many as there are rules
};

}  // namespace hoptrace::cases
