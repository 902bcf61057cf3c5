#include "cases/case_reading.h"

#include <algorithm>
#include <iterator>
#include <tuple>

#include "base/bytes.h"
#include "base/packing.h"
#include "cases/schema.h"

namespace hoptrace::cases {
base::Result<std::unique_ptr<Reading>> Reading::open(const std::string& path) {
  auto database = Database::open(path, Database::Mode::kRead);
  if (!database) return std::unexpected(database.error());
  if (auto outcome = ensure_schema(**database, Database::Mode::kRead); !outcome) {
    return std::unexpected(outcome.error());
  }
  (*database)->script("PRAGMA cache_size=-16384");  // in KiB: findings are looked up all over the case
  return std::make_unique<CaseReading>(std::move(*database));
}

const RuleBlocks& CaseReading::rule_blocks(RuleRow wanted) {
  if (!rule_blocks_ || rule_blocks_->find(wanted) == nullptr) rule_blocks_.emplace(database_);
  return *rule_blocks_;
}

const RuleRecord* CaseReading::rule(RuleRow row) {
  std::unique_ptr<RuleRecord>& known = rules_[row];
  if (known) return known.get();
  const PackedRule* const rule = rule_blocks(row).find(row);
  known = std::make_unique<RuleRecord>(rule != nullptr ? rule->unpack() : RuleRecord());
  return known.get();
}

base::Result<void> CaseReading::rules_in_force(const Each<RuleRecord>& each) {
  std::vector<RuleRow> rows;
  Statement query(database_, "SELECT rule FROM in_force ORDER BY rule");
  while (query.row()) rows.push_back(query.integer(0));
  std::vector<PackedRule> rules;
  const RuleBlocks& blocks = rule_blocks(rows.empty() ? 0 : rows.back());
  for (const RuleRow row : rows) {
    if (const PackedRule* const rule = blocks.find(row)) rules.push_back(*rule);
  }
  if (auto outcome = database_.outcome(); !outcome) return outcome;
  std::ranges::stable_sort(rules, {}, [](const PackedRule& rule) { return std::pair(rule.id, rule.kind); });
  for (const PackedRule& rule : rules) {
    if (!each(rule.unpack())) break;
  }
  return {};
}

base::Result<std::uint64_t> CaseReading::count_in_force(RuleKind kind) {
  Statement query(database_, "SELECT count(*) FROM in_force WHERE kind=?1");
  const std::uint64_t count = query.with(static_cast<int>(kind)).row() ? query.natural(0) : 0;
  if (auto outcome = database_.outcome(); !outcome) return std::unexpected(outcome.error());
  return count;
}

base::Result<void> CaseReading::rule_notes(std::optional<std::int64_t> run, const Each<RuleNote>& each) {
  Statement query(database_,
                  "SELECT packed FROM rule_note WHERE run IS coalesce(?1, (SELECT max(id) FROM run)) ORDER BY id");
  query.with(run);
  std::vector<RuleNote> notes;
  while (query.row()) {
    std::vector<RuleNote> some;
    base::Unpacker(base::bytes_of(query.text(0))).get(some);
    std::ranges::move(some, std::back_inserter(notes));
  }
  if (auto outcome = database_.outcome(); !outcome) return outcome;
  std::ranges::stable_sort(notes, {}, [](const RuleNote& note) { return std::tie(note.state, note.place, note.id); });
  for (const RuleNote& note : notes) {
    if (!each(note)) break;
  }
  return {};
}

base::Result<void> CaseReading::lanes(const Each<std::string>& each) {
  Statement query(database_,
                  "SELECT DISTINCT value FROM artifact_lane JOIN text ON text.id=artifact_lane.lane"
                  " WHERE artifact NOT IN unfinished ORDER BY value");
  while (query.row() && each(query.string(0))) {
  }
  return database_.outcome();
}

base::Result<void> CaseReading::audit(const Each<AuditRow>& each) {
  Statement query(database_, "SELECT run, time, action, detail FROM audit ORDER BY id");
  while (query.row()) {
    if (!each({query.integer(0), {query.integer(1)}, query.string(2), query.string(3)})) break;
  }
  return database_.outcome();
}

base::Result<void> CaseReading::runs(const Each<RunRow>& each) {
  Statement query(database_, "SELECT id, version, command_line, outcome, started, ended FROM run ORDER BY id");
  while (query.row()) {
    RunRow run{query.integer(0), query.string(1), query.string(2), query.string(3), {query.integer(4)}, std::nullopt};
    if (!query.is_null(5)) run.ended = base::Time{query.integer(5)};
    if (!each(run)) break;
  }
  return database_.outcome();
}

base::Result<void> CaseReading::artifacts(const Each<ArtifactState>& each) {
  Statement query(
      database_,
      "SELECT artifact.id, text.value, coalesce(sha256, ''), format, size, records, facts_complete, done_to"
      " FROM artifact JOIN text ON text.id=tenant ORDER BY path, artifact.id");
  Statement paths(database_, "SELECT path FROM artifact_path WHERE artifact=?1 ORDER BY id");
  while (query.row()) {
    ArtifactState state;
    state.artifact = {
        base::ArtifactId{query.integer(0)}, query.string(1), query.string(2), query.string(3), query.natural(4), {}};
    state.records = query.natural(5);
    state.complete = query.integer(6) != 0;
    state.done_to = state.complete ? state.artifact.size : query.natural(7);
    paths.with(query.integer(0));
    while (paths.row()) state.artifact.paths.push_back(paths.string(0));
    if (!each(state)) break;
  }
  return database_.outcome();
}

}  // namespace hoptrace::cases
