#include "cases/case_reading.h"

#include "cases/packed.h"
#include "cases/schema.h"

namespace hoptrace::cases {
namespace {

constexpr const char* kRuleColumns =
    "kind, rule_id, title, author, level, status, path, description, tags, refs, falsepositives, hash";

RuleRecord read_rule(const Statement& query) {
  RuleRecord rule;
  rule.kind = static_cast<RuleKind>(query.integer(0));
  int column = 1;
  for (std::string* text :
       {&rule.id, &rule.title, &rule.author, &rule.level, &rule.status, &rule.path, &rule.description}) {
    *text = query.text(column++);
  }
  rule.tags = unpack_texts(query.text(8));
  rule.references = unpack_texts(query.text(9));
  rule.falsepositives = unpack_texts(query.text(10));
  rule.hash = query.text(11);
  return rule;
}

}  // namespace

base::Result<std::unique_ptr<Reading>> Reading::open(const std::string& path) {
  auto database = Database::open(path, Database::Mode::kRead);
  if (!database) return std::unexpected(database.error());
  if (auto outcome = ensure_schema(**database, Database::Mode::kRead); !outcome) {
    return std::unexpected(outcome.error());
  }
  (*database)->script("PRAGMA cache_size=-16384");  // in KiB: findings are looked up all over the case
  return std::make_unique<CaseReading>(std::move(*database));
}

const RuleRecord* CaseReading::rule(RuleRow row) {
  std::unique_ptr<RuleRecord>& known = rules_[row];
  if (known) return known.get();
  known = std::make_unique<RuleRecord>();
  Statement query(database_, (std::string("SELECT ") + kRuleColumns + " FROM rule WHERE id=?1").c_str());
  if (query.with(row).row()) *known = read_rule(query);
  return known.get();
}

base::Result<void> CaseReading::rules_in_force(const Each<RuleRecord>& each) {
  Statement query(
      database_,
      (std::string("SELECT ") + kRuleColumns + " FROM rule WHERE id IN in_force ORDER BY rule_id, kind").c_str());
  while (query.row() && each(read_rule(query))) {
  }
  return database_.outcome();
}

base::Result<void> CaseReading::rule_notes(std::optional<std::int64_t> run, const Each<RuleNote>& each) {
  Statement query(database_,
                  "SELECT state, rule_id, title, place, reason FROM rule_note"
                  " WHERE run IS coalesce(?1, (SELECT max(id) FROM run)) ORDER BY state, place, rule_id, id");
  query.with(run);
  while (query.row()) {
    const RuleNote note{query.string(0), query.string(1), query.string(2), query.string(3), query.string(4)};
    if (!each(note)) break;
  }
  return database_.outcome();
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
