#include "cases/rule_store.h"

#include <algorithm>

#include "base/digest.h"
#include "cases/packed.h"
#include "cases/row_ranges.h"

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

// Of everything that is kept of the rules, in their order.
std::string hash_of(const std::vector<RuleRecord>& rules) {
  std::string text;
  const auto add = [&text](std::string_view part) {
    const std::uint64_t size = part.size();
    text.append(reinterpret_cast<const char*>(&size), sizeof size);
    text += part;
  };
  std::string hashes;
  for (const RuleRecord& rule : rules) {
    text.clear();
    text += static_cast<char>(rule.kind);
    for (const std::string* part : {&rule.id, &rule.title, &rule.author, &rule.level, &rule.status, &rule.path,
                                    &rule.description, &rule.hash}) {
      add(*part);
    }
    for (const auto* list : {&rule.tags, &rule.references, &rule.falsepositives}) {
      add({});
      for (const std::string& part : *list) add(part);
    }
    hashes += base::fingerprint(text).bytes();
  }
  return base::fingerprint(hashes).bytes();
}

}  // namespace

bool RuleStore::entered(Entered what, std::string_view hash, std::vector<RuleRow>* rules) {
  Statement query(database_, "SELECT hash, rules FROM entered WHERE id=?1");
  if (!query.with(static_cast<int>(what)).row() || query.text(0) != hash) return false;
  if (rules != nullptr) *rules = from_ranges(query.text(1));
  return true;
}

void RuleStore::enter(Entered what, std::string_view hash, const std::vector<RuleRow>& rules) {
  Statement(database_, "INSERT OR REPLACE INTO entered(id, what, hash, rules) VALUES(?1, ?2, ?3, ?4)")
      .with(static_cast<int>(what), what == Entered::kRules ? "rules" : "in force", LastingBytes{hash},
            to_ranges(rules))
      .run();
}

std::vector<RuleRow> RuleStore::enter_all(const std::vector<RuleRecord>& rules) {
  const bool none = database_.number("SELECT count(*) FROM (SELECT 1 FROM rule LIMIT 1)") == 0;
  Statement find(database_, kFindRule);
  Statement insert(database_, kInsertRule);
  Statement update(database_, kUpdateRule);
  Statement insert_new(database_, (std::string(kInsertRule) + " ON CONFLICT DO NOTHING").c_str());
  std::vector<RuleRow> rows;
  for (const RuleRecord& rule : rules) {
    if (none) {  // nothing to be found, but for a rule that is there twice
      write(insert_new, rule);
      if (database_.changes() == 1) {
        rows.push_back(database_.last_row());
        continue;
      }
    }
    if (find.with(static_cast<int>(rule.kind), rule.id, rule.hash).row()) {
      rows.push_back(find.integer(0));
      find.finish();
      write(update, rule);
    } else {
      write(insert, rule);
      rows.push_back(database_.last_row());
    }
  }
  return rows;
}

base::Result<std::vector<RuleRow>> RuleStore::rows_for(const std::vector<RuleRecord>& rules) {
  Transaction work(database_);
  const std::string hash = hash_of(rules);
  std::vector<RuleRow> rows;
  if (!entered(Entered::kRules, hash, &rows) || rows.size() != rules.size()) {
    rows = enter_all(rules);
    enter(Entered::kRules, hash, rows);
  }
  if (auto outcome = work.commit(); !outcome) return std::unexpected(outcome.error());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    known_[rows[i]] = {rules[i].id, base::fingerprint(rules[i].id), rules[i].kind};
  }
  return rows;
}

base::Result<RulesetRow> RuleStore::use(const std::vector<RuleRow>& rules, std::string_view scope) {
  Transaction work(database_);
  std::vector<RuleRow> all = rules;
  std::ranges::sort(all);
  all.erase(std::ranges::unique(all).begin(), all.end());
  const std::string hash = base::fingerprint(to_ranges(all)).bytes();
  if (!entered(Entered::kInForce, hash, nullptr)) {
    database_.script("DELETE FROM in_force");
    Statement insert(database_, "INSERT INTO in_force(rule) SELECT id FROM rule WHERE id=?1");
    for (const RuleRow rule : all) insert.with(rule).run();
    enter(Entered::kInForce, hash, {});
  }
  // Correlations are not run on artifacts, but evaluated from the case.
  std::erase_if(all, [this](RuleRow rule) { return known(rule).kind == RuleKind::kCorrelation; });
  const RulesetRow row = set_of(std::move(all), scope);
  if (auto outcome = work.commit(); !outcome) return std::unexpected(outcome.error());
  return row;
}

RulesetRow RuleStore::set_of(std::vector<RuleRow> rules, std::string_view scope) {
  std::ranges::sort(rules);
  rules.erase(std::ranges::unique(rules).begin(), rules.end());
  const std::string ranges = to_ranges(rules);
  const std::string hash = base::sha256_hex(std::string(scope) + '\n' + ranges);
  Statement find(database_, "SELECT id FROM ruleset WHERE hash=?1");
  if (find.with(hash).row()) return find.integer(0);
  Statement(database_, "INSERT INTO ruleset(hash, scope, rules) VALUES(?1, ?2, ?3)").with(hash, scope, ranges).run();
  return database_.last_row();
}

std::vector<RuleRow> RuleStore::members(RulesetRow ruleset) {
  Statement query(database_, "SELECT rules FROM ruleset WHERE id=?1");
  return query.with(ruleset).row() ? from_ranges(query.text(0)) : std::vector<RuleRow>();
}

std::string RuleStore::scope_of(RulesetRow ruleset) {
  Statement query(database_, "SELECT scope FROM ruleset WHERE id=?1");
  return query.with(ruleset).row() ? query.string(0) : std::string();
}

const RuleStore::Known& RuleStore::known(RuleRow rule) {
  const auto [at, added] = known_.try_emplace(rule);
  if (!added) return at->second;
  Statement query(database_, "SELECT rule_id, kind FROM rule WHERE id=?1");
  if (query.with(rule).row()) {
    at->second.id = query.string(0);
    at->second.kind = static_cast<RuleKind>(query.integer(1));
  }
  at->second.identity = base::fingerprint(at->second.id);
  return at->second;
}

}  // namespace hoptrace::cases
