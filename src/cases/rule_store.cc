#include "cases/rule_store.h"

#include <algorithm>

#include "base/digest.h"
#include "cases/packed.h"

namespace hoptrace::cases {
namespace {

constexpr const char* kFindRule = "SELECT id FROM rule WHERE kind=?1 AND rule_id=?2 AND hash=?3";
constexpr const char* kInsertRule =
    "INSERT INTO rule(kind, rule_id, hash, title, author, level, status, path, description, tags, refs,"
    " falsepositives) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
// What does not decide the verdict may change without making another version.
constexpr const char* kUpdateRule =
    "UPDATE rule SET title=?4, author=?5, level=?6, status=?7, path=?8, description=?9, tags=?10, refs=?11,"
    " falsepositives=?12 WHERE kind=?1 AND rule_id=?2 AND hash=?3";

void write(Statement& statement, const RuleRecord& rule) {
  statement
      .with(static_cast<int>(rule.kind), rule.id, rule.hash, rule.title, rule.author, rule.level, rule.status,
            rule.path, rule.description, pack(rule.tags), pack(rule.references), pack(rule.falsepositives))
      .run();
}

}  // namespace

base::Result<std::vector<RuleRow>> RuleStore::rows_for(const std::vector<RuleRecord>& rules) {
  Transaction work(database_);
  Statement find(database_, kFindRule);
  Statement insert(database_, kInsertRule);
  Statement update(database_, kUpdateRule);
  std::vector<RuleRow> rows;
  for (const RuleRecord& rule : rules) {
    if (find.with(static_cast<int>(rule.kind), rule.id, rule.hash).row()) {
      rows.push_back(find.integer(0));
      find.finish();
      write(update, rule);
    } else {
      write(insert, rule);
      rows.push_back(database_.last_row());
    }
  }
  if (auto outcome = work.commit(); !outcome) return std::unexpected(outcome.error());
  for (std::size_t i = 0; i < rows.size(); ++i) rule_ids_[rows[i]] = rules[i].id;
  return rows;
}

base::Result<RulesetRow> RuleStore::use(const std::vector<RuleRow>& rules, std::string_view scope) {
  Transaction work(database_);
  database_.script("UPDATE rule SET in_force=0");
  Statement mark(database_, "UPDATE rule SET in_force=1 WHERE id=?1");
  Statement kind(database_, "SELECT kind FROM rule WHERE id=?1");
  std::vector<RuleRow> read;  // the rules that are run on artifacts: correlations are evaluated from the case
  for (const RuleRow rule : rules) {
    mark.with(rule).run();
    if (kind.with(rule).row() && kind.integer(0) != static_cast<int>(RuleKind::kCorrelation)) read.push_back(rule);
    kind.finish();
  }
  const RulesetRow row = set_of(std::move(read), scope);
  if (auto outcome = work.commit(); !outcome) return std::unexpected(outcome.error());
  return row;
}

RulesetRow RuleStore::set_of(std::vector<RuleRow> rules, std::string_view scope) {
  std::ranges::sort(rules);
  rules.erase(std::ranges::unique(rules).begin(), rules.end());
  std::string text(scope);
  for (const RuleRow rule : rules) text += '\n' + std::to_string(rule);
  const std::string hash = base::sha256_hex(text);
  Statement find(database_, "SELECT id FROM ruleset WHERE hash=?1");
  if (find.with(hash).row()) return find.integer(0);
  Statement(database_, "INSERT INTO ruleset(hash, scope) VALUES(?1, ?2)").with(hash, scope).run();
  const RulesetRow row = database_.last_row();
  Statement insert(database_, "INSERT INTO ruleset_rule(ruleset, rule) VALUES(?1, ?2)");
  for (const RuleRow rule : rules) insert.with(row, rule).run();
  return row;
}

std::vector<RuleRow> RuleStore::members(RulesetRow ruleset) {
  std::vector<RuleRow> rules;
  Statement query(database_, "SELECT rule FROM ruleset_rule WHERE ruleset=?1 ORDER BY rule");
  query.with(ruleset);
  while (query.row()) rules.push_back(query.integer(0));
  return rules;
}

std::string RuleStore::scope_of(RulesetRow ruleset) {
  Statement query(database_, "SELECT scope FROM ruleset WHERE id=?1");
  return query.with(ruleset).row() ? query.string(0) : std::string();
}

const std::string& RuleStore::rule_id(RuleRow rule) {
  std::string& id = rule_ids_[rule];
  if (!id.empty()) return id;
  Statement query(database_, "SELECT rule_id FROM rule WHERE id=?1");
  if (query.with(rule).row()) id = query.string(0);
  return id;
}

}  // namespace hoptrace::cases
