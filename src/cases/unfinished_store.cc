#include "cases/unfinished_store.h"

#include <string>

namespace hoptrace::cases {
namespace {

// Everything that is kept by artifact, but findings (finding_store.h). What a merge does where both artifacts have
// rows: rows with a key that both have are the same row; a log of readings is the sum of both; facts are those of one
// reading.
enum class Both : std::uint8_t { kSameKey, kSum, kFacts };
struct Kept {
  const char* table;
  Both both;
};
constexpr Kept kKept[] = {
    {"match", Both::kSameKey},      {"sighting", Both::kSameKey},      {"artifact_lane", Both::kSameKey},
    {"reading", Both::kSameKey},    {"artifact_path", Both::kSameKey}, {"stretch", Both::kSum},
    {"coverage", Both::kFacts},     {"anomaly", Both::kFacts},         {"logon_facts", Both::kFacts},
    {"record_facts", Both::kFacts},
};

std::string remove_from(const char* table) {
  return std::string("DELETE FROM ") + table + " WHERE artifact=?1";
}

}  // namespace

UnfinishedStore::UnfinishedStore(Database& database, Interned& texts, FindingStore& findings)
    : database_(database),
      texts_(texts),
      findings_(findings),
      advance_(database, "UPDATE artifact SET read_to=?2, read_sha256=?3 WHERE id=?1 AND sha256 IS NULL") {}

base::Result<base::ArtifactId> UnfinishedStore::begin(std::string_view tenant, const FileLook& look) {
  Transaction work(database_);
  Statement(database_, "INSERT INTO artifact(tenant, format, size, path, head) VALUES(?1, ?2, ?3, ?4, ?5)")
      .with(texts_.row(tenant), look.format, look.size, look.path, look.head)
      .run();
  const base::ArtifactId id{database_.last_row()};
  Statement(database_, "INSERT INTO artifact_path(artifact, path) VALUES(?1, ?2)")
      .with(static_cast<std::int64_t>(id), look.path)
      .run();
  if (auto outcome = work.commit(); !outcome) return std::unexpected(outcome.error());
  return id;
}

base::Result<std::optional<Unfinished>> UnfinishedStore::find(std::string_view tenant, std::string_view path) {
  Statement query(database_,
                  "SELECT artifact.id, format, coalesce(read_to, 0), coalesce(read_sha256, '') FROM artifact"
                  " JOIN text ON text.id=tenant WHERE sha256 IS NULL AND path=?1 AND text.value=?2");
  std::optional<Unfinished> found;
  if (query.with(path, tenant).row()) {
    found = Unfinished{base::ArtifactId{query.integer(0)}, query.string(1), query.natural(2), query.string(3)};
  }
  query.finish();
  if (auto outcome = database_.outcome(); !outcome) return std::unexpected(outcome.error());
  return found;
}

base::Result<bool> UnfinishedStore::may_hold(std::string_view tenant, const FileLook& look) {
  Statement query(database_,
                  "SELECT 1 FROM artifact JOIN text ON text.id=tenant"
                  " WHERE size=?1 AND (head IS NULL OR head=?2) AND text.value=?3 LIMIT 1");
  const bool found = query.with(look.size, look.head, tenant).row();
  query.finish();
  if (auto outcome = database_.outcome(); !outcome) return std::unexpected(outcome.error());
  return found;
}

base::Result<void> UnfinishedStore::forget(base::ArtifactId artifact) {
  Transaction work(database_);
  drop(static_cast<std::int64_t>(artifact));
  return work.commit();
}

base::Result<void> UnfinishedStore::forget_all() {
  std::vector<std::int64_t> all;
  Statement query(database_, "SELECT id FROM unfinished");
  while (query.row()) all.push_back(query.integer(0));
  Transaction work(database_);
  for (const std::int64_t artifact : all) drop(artifact);
  return work.commit();
}

base::ArtifactId UnfinishedStore::now_called(base::ArtifactId artifact) const {
  const auto merged = merged_.find(static_cast<std::int64_t>(artifact));
  return merged == merged_.end() ? artifact : base::ArtifactId{merged->second};
}

void UnfinishedStore::advance(const Stretch& stretch) {
  const auto id = static_cast<std::int64_t>(stretch.artifact);
  if (stretch.last) return give_identity(id, stretch);
  advance_.with(id, stretch.read_to, stretch.read_sha256).run();
}

void UnfinishedStore::drop(std::int64_t artifact) {
  findings_.drop(artifact);
  for (const Kept& kept : kKept) Statement(database_, remove_from(kept.table).c_str()).with(artifact).run();
  Statement(database_, "DELETE FROM artifact WHERE id=?1").with(artifact).run();
}

void UnfinishedStore::give_identity(std::int64_t artifact, const Stretch& stretch) {
  Statement twin(database_,
                 "SELECT known.id FROM artifact known JOIN artifact new ON new.id=?1 AND known.tenant=new.tenant"
                 " WHERE known.sha256=?2 AND new.sha256 IS NULL");
  const std::int64_t known = twin.with(artifact, stretch.read_sha256).row() ? twin.integer(0) : 0;
  twin.finish();
  if (known != 0) return merge(artifact, known);
  Statement(database_,
            "UPDATE artifact SET sha256=?2, size=?3, read_to=NULL, read_sha256=NULL WHERE id=?1 AND sha256 IS NULL")
      .with(artifact, stretch.read_sha256, stretch.read_to)
      .run();
}

// The case came to know these bytes under another path while they were read here: one artifact of the two.
void UnfinishedStore::merge(std::int64_t artifact, std::int64_t into) {
  Statement facts(database_, "SELECT facts_complete FROM artifact WHERE id=?1");
  const bool has_facts = facts.with(into).row() && facts.integer(0) != 0;
  facts.finish();
  const bool more_found = findings_.merge(artifact, into);
  for (const Kept& kept : kKept) {
    if (kept.both == Both::kFacts && !has_facts)
      Statement(database_, remove_from(kept.table).c_str()).with(into).run();
    if (kept.both != Both::kFacts || !has_facts) {
      Statement(database_,
                (std::string("UPDATE OR IGNORE ") + kept.table + " SET artifact=?2 WHERE artifact=?1").c_str())
          .with(artifact, into)
          .run();
    }
    Statement(database_, remove_from(kept.table).c_str()).with(artifact).run();
  }
  Statement(database_,
            "UPDATE artifact SET path=min(artifact.path, new.path), partial_ruleset=NULL, done_to=0,"
            " records=CASE WHEN artifact.facts_complete THEN artifact.records ELSE new.records END, facts_complete=1,"
            " untold_since=coalesce(artifact.untold_since, CASE WHEN ?3 THEN new.untold_since END)"
            " FROM artifact new WHERE artifact.id=?2 AND new.id=?1")
      .with(artifact, into, more_found)
      .run();
  Statement(database_, "DELETE FROM artifact WHERE id=?1").with(artifact).run();
  merged_[artifact] = into;
}

}  // namespace hoptrace::cases
