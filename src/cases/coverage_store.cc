#include "cases/coverage_store.h"

#include <algorithm>

namespace hoptrace::cases {
namespace {

// A log with more gaps a day than this (a forwarded selection has one at every record) has them counted, not listed.
constexpr std::int64_t kRowsOfADay = 64;

// Takes `more` into `row`, whose first id is not above that of `more`.
void extend(CoverageRow& row, const CoverageRow& more) {
  row.records += more.records;
  row.first = std::min(row.first, more.first);
  row.last = std::max(row.last, more.last);
  const bool numbered = more.last_record_id != 0;
  if (numbered && more.first_record_id > row.last_record_id) {
    row.missing_ids += more.missing_ids + (more.first_record_id - row.last_record_id - 1);
  } else if (numbered) {
    row.missing_ids -= std::min(row.missing_ids, more.records);
  }
  row.last_record_id = std::max(row.last_record_id, more.last_record_id);
}

}  // namespace

CoverageStore::CoverageStore(Database& database, Interned& texts)
    : database_(database),
      texts_(texts),
      find_(database,
            "SELECT id, records, first, last, first_record_id, last_record_id, missing_ids,"
            " (SELECT count(*) FROM coverage WHERE artifact=?1 AND tenant=?2 AND host=?3 AND channel=?4 AND day=?5)"
            " FROM coverage WHERE artifact=?1 AND tenant=?2 AND host=?3 AND channel=?4 AND day=?5"
            " AND first_record_id<=?6 ORDER BY first_record_id DESC LIMIT 1"),
      insert_(database,
              "INSERT INTO coverage(artifact, tenant, host, channel, day, records, first, last, first_record_id,"
              " last_record_id, missing_ids) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"),
      update_(database,
              "UPDATE coverage SET records=?2, first=?3, last=?4, last_record_id=?5, missing_ids=?6 WHERE id=?1") {}

void CoverageStore::add(base::ArtifactId artifact, const CoverageRow& row) {
  const auto id = static_cast<std::int64_t>(artifact);
  const std::int64_t tenant = texts_.row(row.tenant);
  const std::int64_t host = texts_.row(row.host);
  const std::int64_t channel = texts_.row(row.channel);
  const auto start_row = [&] {
    find_.finish();
    insert_
        .with(id, tenant, host, channel, row.day, row.records, row.first.ticks, row.last.ticks, row.first_record_id,
              row.last_record_id, row.missing_ids)
        .run();
  };
  if (!find_.with(id, tenant, host, channel, row.day, row.first_record_id).row()) return start_row();
  CoverageRow known;
  const std::int64_t at = find_.integer(0);
  known.records = find_.natural(1);
  known.first.ticks = find_.integer(2);
  known.last.ticks = find_.integer(3);
  known.first_record_id = find_.natural(4);
  known.last_record_id = find_.natural(5);
  known.missing_ids = find_.natural(6);
  const bool gap = row.last_record_id != 0 && row.first_record_id > known.last_record_id + 1;
  if (gap && find_.integer(7) < kRowsOfADay) return start_row();
  find_.finish();
  extend(known, row);
  update_.with(at, known.records, known.first.ticks, known.last.ticks, known.last_record_id, known.missing_ids).run();
}

}  // namespace hoptrace::cases
