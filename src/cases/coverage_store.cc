#include "cases/coverage_store.h"

#include <algorithm>

namespace hoptrace::cases {
namespace {

// A log with more gaps a day than this (a forwarded selection has one at every record) has them counted, not listed.
constexpr std::size_t kRowsOfADay = 64;

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

// As the case orders them.
std::int64_t first_id(const CoverageRow& row) {
  return static_cast<std::int64_t>(row.first_record_id);
}

CoverageRow numbers_of(const CoverageRow& row) {
  CoverageRow out;
  out.records = row.records;
  out.first = row.first;
  out.last = row.last;
  out.first_record_id = row.first_record_id;
  out.last_record_id = row.last_record_id;
  out.missing_ids = row.missing_ids;
  return out;
}

}  // namespace

CoverageStore::CoverageStore(Database& database, Interned& texts)
    : database_(database),
      texts_(texts),
      find_(database,
            "SELECT id, records, first, last, first_record_id, last_record_id, missing_ids FROM coverage"
            " WHERE artifact=?1 AND tenant=?2 AND host=?3 AND channel=?4 AND day=?5 ORDER BY first_record_id, id"),
      insert_(database,
              "INSERT INTO coverage(artifact, tenant, host, channel, day, records, first, last, first_record_id,"
              " last_record_id, missing_ids) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"),
      update_(database,
              "UPDATE coverage SET records=?2, first=?3, last=?4, last_record_id=?5, missing_ids=?6 WHERE id=?1") {}

void CoverageStore::add(base::ArtifactId artifact, const CoverageRow& row) {
  const auto id = static_cast<std::int64_t>(artifact);
  if (artifact_ != id || days_.size() >= kMostDays) {
    settle();
    days_.clear();
    artifact_ = id;
  }
  const Day day{texts_.row(row.tenant), texts_.row(row.host), texts_.row(row.channel), row.day};
  const auto [at, added] = days_.try_emplace(day);
  std::vector<Kept>& rows = at->second;
  if (added) rows = read(day);
  // The last of those that begin at or below it.
  const auto above = std::ranges::upper_bound(rows, first_id(row), {}, [](const Kept& k) { return first_id(k.row); });
  if (above != rows.begin()) {
    Kept& known = *std::prev(above);
    const bool gap = row.last_record_id != 0 && row.first_record_id > known.row.last_record_id + 1;
    if (!gap || rows.size() >= kRowsOfADay) {
      extend(known.row, row);
      known.changed = true;
      return;
    }
  }
  rows.insert(above, {.id = 0, .changed = true, .row = numbers_of(row)});
}

void CoverageStore::settle() {
  for (auto& [day, rows] : days_) {
    for (Kept& kept : rows) {
      if (kept.changed) write(day, kept);
    }
  }
}

void CoverageStore::forget() {
  days_.clear();
}

std::vector<CoverageStore::Kept> CoverageStore::read(const Day& day) {
  std::vector<Kept> rows;
  std::apply([this](const auto&... part) { find_.with(artifact_, part...); }, day);
  while (find_.row()) {
    Kept& kept = rows.emplace_back();
    kept.id = find_.integer(0);
    kept.row.records = find_.natural(1);
    kept.row.first.ticks = find_.integer(2);
    kept.row.last.ticks = find_.integer(3);
    kept.row.first_record_id = find_.natural(4);
    kept.row.last_record_id = find_.natural(5);
    kept.row.missing_ids = find_.natural(6);
  }
  return rows;
}

void CoverageStore::write(const Day& day, Kept& kept) {
  const CoverageRow& row = kept.row;
  kept.changed = false;
  if (kept.id != 0) {
    update_.with(kept.id, row.records, row.first.ticks, row.last.ticks, row.last_record_id, row.missing_ids).run();
    return;
  }
  const auto& [tenant, host, channel, number] = day;
  insert_
      .with(artifact_, tenant, host, channel, number, row.records, row.first.ticks, row.last.ticks,
            row.first_record_id, row.last_record_id, row.missing_ids)
      .run();
  kept.id = database_.last_row();
}

}  // namespace hoptrace::cases
