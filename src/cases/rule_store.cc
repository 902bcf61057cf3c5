#include "cases/rule_store.h"

#include <algorithm>

#include "base/digest.h"
#include "cases/row_ranges.h"

namespace hoptrace::cases {
namespace {

// Of everything that is kept of the rules, in their order.
std::string hash_of(const RulePack& rules) {
  return base::fingerprint(rules.bytes()).bytes();
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

std::vector<RuleRow> RuleStore::enter_all(const RulePack& pack) {
  std::unordered_map<std::string_view, RuleRow> rows_of;  // by what tells a version
  for (const RuleBlocks::Block& block : blocks_->all()) {
    RuleRow row = block.first;
    for (const PackedRule& rule : block.rules) rows_of.emplace(rule.version, row++);
  }
  std::vector<RuleRow> rows;
  RulePack fresh;
  std::map<RuleRow, PackedRule> changed;
  RuleRow next = blocks_->end();
  const std::vector<PackedRule> rules = pack.rules();
  rows_of.reserve(rows_of.size() + rules.size());
  for (const PackedRule& rule : rules) {
    const auto [known, added] = rows_of.try_emplace(rule.version, next);
    rows.push_back(known->second);
    if (added) {
      fresh.add(rule);
      ++next;
    } else if (const PackedRule* const kept = blocks_->find(known->second); kept && kept->bytes != rule.bytes) {
      changed[known->second] = rule;
    }
  }
  for (const RuleBlocks::Block& block : blocks_->all()) enter_changed(block, changed);
  const bool all_fresh = fresh.bytes().size() == pack.bytes().size();
  enter_block(blocks_->end(), all_fresh ? pack : fresh);
  return rows;
}

// What does not decide the verdict may change without making another version.
void RuleStore::enter_changed(const RuleBlocks::Block& block, const std::map<RuleRow, PackedRule>& changed) {
  const auto first = changed.lower_bound(block.first);
  if (first == changed.end() || first->first >= block.end()) return;
  RulePack pack;
  RuleRow row = block.first;
  for (const PackedRule& kept : block.rules) {
    const auto other = changed.find(row++);
    pack.add(other == changed.end() ? kept : other->second);
  }
  enter_block(block.first, pack);
}

void RuleStore::enter_block(RuleRow first, const RulePack& pack) {
  if (pack.bytes().empty()) return;
  Statement(database_, "INSERT OR REPLACE INTO rule_block(first, packed) VALUES(?1, ?2)")
      .with(first, LastingBytes{pack.bytes()})
      .run();
}

base::Result<std::vector<RuleRow>> RuleStore::rows_for(const RulePack& rules) {
  Transaction work(database_);
  const std::string hash = hash_of(rules);
  std::vector<RuleRow> rows;
  if (!entered(Entered::kRules, hash, &rows)) {
    blocks_.emplace(database_);
    rows = enter_all(rules);
    const bool first = blocks_->all().empty();
    blocks_.reset();
    enter(Entered::kRules, hash, rows);
    if (first) blocks_.emplace().add(rules);
  }
  auto outcome = work.commit();
  if (outcome) return rows;
  blocks_.reset();
  return std::unexpected(outcome.error());
}

base::Result<RulesetRow> RuleStore::use(const std::vector<RuleRow>& rules, std::string_view scope) {
  Transaction work(database_);
  std::vector<RuleRow> all = rules;
  std::ranges::sort(all);
  all.erase(std::ranges::unique(all).begin(), all.end());
  const std::string hash = base::fingerprint(to_ranges(all)).bytes();
  if (!entered(Entered::kInForce, hash, nullptr)) {
    database_.script("DELETE FROM in_force");
    enter_in_force(all);
    enter(Entered::kInForce, hash, {});
  }
  // Correlations are not run on artifacts, but evaluated from the case.
  std::erase_if(all, [this](RuleRow row) {
    const PackedRule* const rule = blocks().find(row);
    return rule != nullptr && rule->kind == RuleKind::kCorrelation;
  });
  const RulesetRow row = set_of(std::move(all), scope);
  if (auto outcome = work.commit(); !outcome) return std::unexpected(outcome.error());
  return row;
}

// Those that there are, a statement for all of a kind that follow one another.
void RuleStore::enter_in_force(const std::vector<RuleRow>& rules) {
  Statement insert(database_,
                   "INSERT INTO in_force(rule, kind) WITH RECURSIVE of(row) AS (SELECT ?1 UNION ALL SELECT row+1"
                   " FROM of WHERE row<?2) SELECT row, ?3 FROM of");
  for (std::size_t i = 0; i < rules.size();) {
    const std::size_t first = i++;
    const PackedRule* const rule = blocks().find(rules[first]);
    if (rule == nullptr) continue;
    const auto follows = [&](std::size_t at) {
      const PackedRule* const next = rules[at] == rules[at - 1] + 1 ? blocks().find(rules[at]) : nullptr;
      return next != nullptr && next->kind == rule->kind;
    };
    while (i < rules.size() && follows(i)) ++i;
    insert.with(rules[first], rules[i - 1], static_cast<int>(rule->kind)).run();
  }
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

const RuleBlocks& RuleStore::blocks() {
  if (!blocks_) blocks_.emplace(database_);
  return *blocks_;
}

const RuleStore::Known& RuleStore::known(RuleRow row) {
  const auto [at, added] = known_.try_emplace(row);
  if (!added) return at->second;
  if (const PackedRule* const rule = blocks().find(row)) at->second.id = rule->id;
  at->second.identity = base::fingerprint(at->second.id);
  return at->second;
}

}  // namespace hoptrace::cases
