#include "cases/hop_store.h"

#include "cases/hop_detail.h"

namespace hoptrace::cases {

base::Result<void> HopStore::replace(const std::vector<HopRow>& hops, const std::vector<IntrusionRow>& intrusions) {
  Transaction work(database_);
  for (const char* sql : {"DELETE FROM hop", "DELETE FROM hop_evidence", "DELETE FROM intrusion"}) {
    Statement(database_, sql).run();
  }
  std::int64_t position = 0;
  for (const HopRow& hop : hops) add(++position, hop);
  Statement insert(database_, "INSERT INTO intrusion(position, detail) VALUES(?1, ?2)");
  position = 0;
  for (const IntrusionRow& intrusion : intrusions) insert.with(++position, packed(intrusion)).run();
  return work.commit();
}

void HopStore::add(std::int64_t position, const HopRow& hop) {
  std::optional<std::string> tenant, host;
  if (hop.from) tenant = hop.from->tenant, host = hop.from->host;
  Statement(database_,
            "INSERT INTO hop VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10,"
            " CAST(?11 AS REAL), CAST(?12 AS REAL), ?13, ?14, ?15)")
      .with(position, hop.id, hop.time.ticks, tenant, host, hop.to.tenant, hop.to.host, hop.account, hop.method,
            hop.status, std::to_string(hop.confidence), std::to_string(hop.suspicion), hop.intrusion, hop.border,
            packed_detail(hop))
      .run();
  Statement insert(database_, "INSERT INTO hop_evidence VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)");
  std::int64_t number = 0;
  for (const HopEvidence& record : hop.evidence) {
    insert
        .with(position, ++number, static_cast<std::int64_t>(record.artifact), record.offset, record.record_id,
              record.event_id, record.side)
        .run();
  }
}

}  // namespace hoptrace::cases
