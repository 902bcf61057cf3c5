// Hops, intrusions and the facts that they are made of.
#include "cases/case_reading.h"
#include "cases/hop_detail.h"

namespace hoptrace::cases {
namespace {

// SQLite gives a REAL as text with 15 digits; more were never measured.
double real(const Statement& query, int column) {
  return std::strtod(query.string(column).c_str(), nullptr);
}

HopRow hop_of(const Statement& query) {
  HopRow hop;
  hop.id = query.string(1);
  hop.time.ticks = query.integer(2);
  if (!query.is_null(3)) hop.from = HopPlace{query.string(3), query.string(4)};
  hop.to = {query.string(5), query.string(6)};
  hop.account = query.string(7);
  hop.method = query.string(8);
  hop.status = query.string(9);
  hop.confidence = real(query, 10);
  hop.suspicion = real(query, 11);
  hop.intrusion = query.integer(12) != 0;
  hop.border = query.integer(13) != 0;
  unpack_detail(query.text(14), hop);
  return hop;
}

}  // namespace

base::Result<void> CaseReading::hops(const Each<HopRow>& each) {
  Statement query(database_, "SELECT * FROM hop ORDER BY position");
  Statement records(database_,
                    "SELECT hop_evidence.artifact, offset, record_id, event_id, side, text.value, artifact.path,"
                    " coalesce(sha256, '') FROM hop_evidence JOIN artifact ON artifact.id=hop_evidence.artifact"
                    " JOIN text ON text.id=artifact.tenant WHERE hop=?1 ORDER BY position");
  while (query.row()) {
    HopRow hop = hop_of(query);
    records.with(query.integer(0));
    while (records.row()) {
      hop.evidence.push_back({base::ArtifactId{records.integer(0)}, records.natural(1), records.natural(2),
                              static_cast<std::uint32_t>(records.integer(3)), records.string(4), records.string(5),
                              records.string(6), records.string(7)});
    }
    if (!each(hop)) break;
  }
  return database_.outcome();
}

base::Result<void> CaseReading::intrusions(const Each<IntrusionRow>& each) {
  Statement query(database_, "SELECT detail FROM intrusion ORDER BY position");
  while (query.row() && each(unpacked_intrusion(query.text(0)))) {
  }
  return database_.outcome();
}

base::Result<void> CaseReading::logon_facts(const Each<PackedFacts>& each) {
  Statement query(database_,
                  "SELECT logon_facts.artifact, text.value, packed FROM logon_facts JOIN artifact ON "
                  "artifact.id=logon_facts.artifact"
                  " JOIN text ON text.id=tenant WHERE logon_facts.artifact NOT IN unfinished ORDER BY "
                  "logon_facts.artifact, first");
  while (query.row() && each({base::ArtifactId{query.integer(0)}, query.string(1), query.string(2)})) {
  }
  return database_.outcome();
}

}  // namespace hoptrace::cases
