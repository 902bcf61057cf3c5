// Assessments and the facts of record readers: written by a hunt, read by whoever judges and by exports.
#include "cases/case_file.h"
#include "cases/case_reading.h"

namespace hoptrace::cases {

base::Result<void> CaseFile::replace_assessments(const std::vector<AssessmentRow>& rows) {
  return settled([&]() -> base::Result<void> {
    Transaction work(*database_);
    Statement(*database_, "DELETE FROM assessment").run();
    Statement insert(*database_, "INSERT INTO assessment(kind, tenant, document) VALUES(?1, ?2, ?3)");
    for (const AssessmentRow& row : rows) insert.with(row.kind, row.tenant, row.document).run();
    return work.commit();
  });
}

// A reading that is made of lists has none.
base::Result<void> Reading::record_facts(std::string_view, const Each<PackedFacts>&) {
  return {};
}
base::Result<void> Reading::assessments(std::string_view, const Each<AssessmentRow>&) {
  return {};
}

base::Result<void> Reading::artifact_lanes(const Each<ArtifactLane>&) {
  return {};
}

base::Result<void> CaseReading::artifact_lanes(const Each<ArtifactLane>& each) {
  Statement query(
      database_,
      "SELECT artifact_lane.artifact, owner.value, name.value FROM artifact_lane"
      " JOIN artifact ON artifact.id=artifact_lane.artifact JOIN text AS owner ON owner.id=artifact.tenant"
      " JOIN text AS name ON name.id=artifact_lane.lane"
      " WHERE artifact_lane.artifact NOT IN unfinished ORDER BY artifact_lane.artifact, name.value");
  while (query.row() && each({base::ArtifactId{query.integer(0)}, query.string(1), query.string(2)})) {
  }
  return database_.outcome();
}

base::Result<void> CaseReading::record_facts(std::string_view reader, const Each<PackedFacts>& each) {
  Statement query(
      database_,
      "SELECT record_facts.artifact, text.value, packed FROM record_facts JOIN artifact ON "
      "artifact.id=record_facts.artifact JOIN text ON text.id=tenant"
      " WHERE reader=?1 AND record_facts.artifact NOT IN unfinished ORDER BY record_facts.artifact, first");
  query.with(reader);
  while (query.row() && each({base::ArtifactId{query.integer(0)}, query.string(1), query.string(2)})) {
  }
  return database_.outcome();
}

base::Result<void> CaseReading::assessments(std::string_view kind, const Each<AssessmentRow>& each) {
  Statement query(database_, "SELECT tenant, document FROM assessment WHERE kind=?1 ORDER BY tenant");
  query.with(kind);
  while (query.row() && each({std::string(kind), query.string(0), query.string(1)})) {
  }
  return database_.outcome();
}

base::Result<std::string> CaseReading::redaction_key() {
  std::string key;
  {
    Statement secret(database_, "SELECT redaction_key FROM secret");
    if (secret.row()) key = secret.string(0);
  }
  if (auto outcome = database_.outcome(); !outcome) return std::unexpected(outcome.error());
  return key;
}

}  // namespace hoptrace::cases
