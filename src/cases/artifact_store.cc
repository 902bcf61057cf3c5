#include "cases/artifact_store.h"

#include <algorithm>

namespace hoptrace::cases {
ArtifactStore::ArtifactStore(Database& database, Interned& texts, RuleStore& rules)
    : database_(database),
      texts_(texts),
      rules_(rules),
      read_under_(database,
                  "SELECT ruleset.id FROM reading JOIN ruleset ON ruleset.id=reading.ruleset AND ruleset.scope=?2"
                  " WHERE reading.artifact=?1 ORDER BY ruleset.id"),
      state_(database,
             "SELECT facts_complete, partial_ruleset, done_to, text.value, sha256 FROM artifact"
             " JOIN text ON text.id=artifact.tenant WHERE artifact.id=?1"),
      advance_(database, "UPDATE artifact SET partial_ruleset=?2, done_to=?3, records=records+?4 WHERE id=?1"),
      complete_(database, "UPDATE artifact SET partial_ruleset=NULL, done_to=0, facts_complete=1 WHERE id=?1") {}

base::Result<ArtifactRecord> ArtifactStore::add(std::string_view tenant, std::string_view sha256,
                                                std::string_view path, std::string_view format, std::uint64_t size,
                                                std::string_view head) {
  Transaction work(database_);
  const std::int64_t tenant_row = texts_.row(tenant);
  Statement insert(
      database_,
      "INSERT INTO artifact(tenant, sha256, format, size, path, head) VALUES(?1, ?2, ?3, ?4, ?5, ?6)"
      " ON CONFLICT(tenant, sha256) DO UPDATE SET path=min(path, excluded.path), head=coalesce(head, excluded.head)");
  insert.with(tenant_row, sha256, format, size, path, head.empty() ? std::nullopt : std::optional(head)).run();
  Statement find(database_, "SELECT id, format, size FROM artifact WHERE tenant=?1 AND sha256=?2");
  ArtifactRecord record;
  record.tenant = tenant;
  record.sha256 = sha256;
  if (find.with(tenant_row, sha256).row()) {
    record.id = base::ArtifactId{find.integer(0)};
    record.format = find.text(1);
    record.size = find.natural(2);
  }
  find.finish();
  const auto id = static_cast<std::int64_t>(record.id);
  Statement(database_, "INSERT INTO artifact_path(artifact, path) VALUES(?1, ?2) ON CONFLICT DO NOTHING")
      .with(id, path)
      .run();
  Statement paths(database_, "SELECT path FROM artifact_path WHERE artifact=?1 ORDER BY id");
  paths.with(id);
  while (paths.row()) record.paths.push_back(paths.string(0));
  if (auto outcome = work.commit(); !outcome) return std::unexpected(outcome.error());
  return record;
}

std::vector<RuleRow> ArtifactStore::rules_to_run(std::int64_t artifact, RulesetRow ruleset) {
  std::vector<RuleRow> rules = rules_.members(ruleset);
  read_under_.with(artifact, rules_.scope_of(ruleset));
  std::vector<RulesetRow> sets;
  while (read_under_.row()) sets.push_back(read_under_.integer(0));
  for (const RulesetRow set : sets) {
    const std::vector<RuleRow> ran = rules_.members(set);  // all are sorted
    std::erase_if(rules, [&ran](RuleRow rule) { return std::ranges::binary_search(ran, rule); });
  }
  return rules;
}

base::Result<Progress> ArtifactStore::progress(base::ArtifactId artifact, RulesetRow ruleset) {
  const auto id = static_cast<std::int64_t>(artifact);
  Progress progress;
  progress.rules = rules_to_run(id, ruleset);
  std::optional<RulesetRow> partial;
  std::uint64_t done_to = 0;
  if (state_.with(id).row()) {
    progress.facts_known = state_.integer(0) != 0;
    if (!state_.is_null(1)) partial = state_.integer(1);
    done_to = state_.natural(2);
  }
  state_.finish();
  progress.complete = progress.rules.empty() && progress.facts_known;
  if (partial && !progress.complete && rules_.scope_of(*partial) == rules_.scope_of(ruleset)) {
    const std::vector<RuleRow> ran = rules_.members(*partial);  // both are sorted
    if (std::ranges::includes(ran, progress.rules)) progress.done_to = done_to;
  }
  if (auto outcome = database_.outcome(); !outcome) return std::unexpected(outcome.error());
  return progress;
}

const ArtifactStore::Reading& ArtifactStore::continue_reading(const Stretch& stretch, RulesetRow ruleset) {
  const auto id = static_cast<std::int64_t>(stretch.artifact);
  Reading& reading = readings_[id];
  reading.begun_anew = false;
  if (reading.ruleset == ruleset) return reading;
  reading.ruleset = ruleset;
  if (state_.with(id).row()) {
    reading.facts_known = state_.integer(0) != 0;
    reading.tenant = state_.text(3);
    reading.sha256 = state_.text(4);
  }
  state_.finish();
  reading.running = rules_.set_of(rules_to_run(id, ruleset), rules_.scope_of(ruleset));
  reading.begun_anew = stretch.begin == 0 && !reading.facts_known;
  if (reading.begun_anew) discard_facts(id);
  return reading;
}

void ArtifactStore::discard_facts(std::int64_t artifact) {
  for (const char* sql : {"DELETE FROM logon_facts WHERE artifact=?1", "DELETE FROM record_facts WHERE artifact=?1",
                          "DELETE FROM coverage WHERE artifact=?1", "DELETE FROM anomaly WHERE artifact=?1",
                          "UPDATE artifact SET records=0 WHERE id=?1"}) {
    Statement(database_, sql).with(artifact).run();
  }
}

void ArtifactStore::advance(const ReadTo& read) {
  const auto id = static_cast<std::int64_t>(read.artifact);
  advance_.with(id, read.running, read.end, read.new_records).run();
  if (!read.last) return;
  complete_.with(id).run();
  Statement(database_, "INSERT INTO reading(artifact, ruleset) VALUES(?1, ?2) ON CONFLICT DO NOTHING")
      .with(id, read.running)
      .run();
}

void ArtifactStore::note_untold(base::ArtifactId artifact, std::optional<std::int64_t> run) {
  Statement(database_, "UPDATE artifact SET untold_since=coalesce(untold_since, ?2) WHERE id=?1")
      .with(static_cast<std::int64_t>(artifact), run)
      .run();
}

base::Result<std::optional<std::int64_t>> ArtifactStore::untold_since(base::ArtifactId artifact) {
  Statement query(database_, "SELECT untold_since FROM artifact WHERE id=?1");
  std::optional<std::int64_t> run;
  if (query.with(static_cast<std::int64_t>(artifact)).row() && !query.is_null(0)) run = query.integer(0);
  query.finish();
  if (auto outcome = database_.outcome(); !outcome) return std::unexpected(outcome.error());
  return run;
}

base::Result<void> ArtifactStore::note_told(const std::vector<base::ArtifactId>& artifacts) {
  Transaction work(database_);
  Statement update(database_, "UPDATE artifact SET untold_since=NULL WHERE id=?1");
  for (const base::ArtifactId artifact : artifacts) update.with(static_cast<std::int64_t>(artifact)).run();
  return work.commit();
}

}  // namespace hoptrace::cases
