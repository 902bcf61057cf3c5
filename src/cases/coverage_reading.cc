// Which log covers which day, over all artifacts, and which record ids none of them has.
#include <algorithm>
#include <utility>

#include "cases/case_reading.h"

namespace hoptrace::cases {
namespace {

struct Piece {
  CoverageRow row;
  std::int64_t artifact = 0;
};

constexpr const char* kColumns =
    "SELECT tenant.value, host.value, channel.value, day, records, first, last, first_record_id, last_record_id,"
    " missing_ids, artifact FROM coverage JOIN text tenant ON tenant.id=coverage.tenant"
    " JOIN text host ON host.id=coverage.host JOIN text channel ON channel.id=coverage.channel"
    " WHERE artifact NOT IN unfinished"
    " ORDER BY tenant.value, host.value, channel.value, ";

Piece read_piece(const Statement& query) {
  Piece piece;
  CoverageRow& row = piece.row;
  row.tenant = query.text(0);
  row.host = query.text(1);
  row.channel = query.text(2);
  row.day = static_cast<std::int32_t>(query.integer(3));
  row.records = query.natural(4);
  row.first.ticks = query.integer(5);
  row.last.ticks = query.integer(6);
  row.first_record_id = query.natural(7);
  row.last_record_id = query.natural(8);
  row.missing_ids = query.natural(9);
  piece.artifact = query.integer(10);
  return piece;
}

bool same_log(const CoverageRow& a, const CoverageRow& b) {
  return a.channel == b.channel && a.host == b.host && a.tenant == b.tenant;
}

// Adds what of `piece` lies above all ids counted so far (pieces come by first id, the longest first). `holes` tells
// whether a piece so far has ids missing inside, one does not know which.
void add_numbered(CoverageDay& day, const CoverageRow& piece, bool& holes) {
  CoverageRow& sum = day.row;
  const std::uint64_t covered_to = sum.last_record_id;
  if (piece.first_record_id > covered_to) {
    sum.records += piece.records;
    sum.missing_ids += piece.missing_ids + (covered_to == 0 ? 0 : piece.first_record_id - covered_to - 1);
    sum.last_record_id = piece.last_record_id;
    holes = holes || piece.missing_ids != 0;
    return;
  }
  holes = holes || piece.missing_ids != 0;
  if (holes) day.exact = false;
  if (piece.last_record_id <= covered_to) return;
  const std::uint64_t beyond = piece.last_record_id - covered_to;
  // Of a piece with holes, at least `beyond` less its holes are new.
  const std::uint64_t missing = std::min(piece.missing_ids, beyond);
  sum.records += beyond - missing;
  sum.missing_ids += missing;
  sum.last_record_id = piece.last_record_id;
}

bool copies(const CoverageRow& a, const CoverageRow& b) {
  return a.first == b.first && a.last == b.last && a.records == b.records;
}

CoverageDay merge(const std::vector<Piece>& pieces) {
  CoverageDay day;
  day.row = pieces.front().row;
  day.row.records = day.row.missing_ids = day.row.last_record_id = 0;
  std::vector<std::int64_t> artifacts;
  bool holes = false;
  const Piece* before = nullptr;  // the last piece without ids that was counted
  for (const Piece& piece : pieces) {
    artifacts.push_back(piece.artifact);
    const bool numbered = piece.row.last_record_id != 0;
    if (numbered) {
      add_numbered(day, piece.row, holes);
    } else if (before == nullptr || !copies(before->row, piece.row)) {
      if (before != nullptr && piece.row.first <= day.row.last) day.exact = false;
      day.row.records += piece.row.records;
      before = &piece;
    }
    day.row.first = std::min(day.row.first, piece.row.first);
    day.row.last = std::max(day.row.last, piece.row.last);
  }
  std::ranges::sort(artifacts);
  day.artifacts = static_cast<std::uint64_t>(std::ranges::unique(artifacts).begin() - artifacts.begin());
  return day;
}

}  // namespace

base::Result<void> CaseReading::coverage(const Each<CoverageDay>& each) {
  Statement query(
      database_,
      (std::string(kColumns) + "day, first_record_id, last_record_id DESC, first, last, records, artifact").c_str());
  std::vector<Piece> pieces;  // of one log's day: as many as artifacts show it
  bool go_on = true;
  while (go_on && query.row()) {
    Piece piece = read_piece(query);
    const bool same =
        !pieces.empty() && same_log(pieces.front().row, piece.row) && pieces.front().row.day == piece.row.day;
    if (!same && !pieces.empty()) {
      go_on = each(merge(pieces));
      pieces.clear();
    }
    pieces.push_back(std::move(piece));
  }
  if (go_on && !pieces.empty()) each(merge(pieces));
  return database_.outcome();
}

base::Result<void> CaseReading::record_gaps(const Each<RecordGap>& each) {
  Statement query(database_, (std::string(kColumns) + "first_record_id, last_record_id DESC, artifact").c_str());
  CoverageRow log;  // the log that is being read, with all ids so far: a log's ids run on over its days
  while (query.row()) {
    const CoverageRow row = read_piece(query).row;
    if (row.last_record_id == 0) continue;
    if (log.last_record_id == 0 || !same_log(log, row)) {
      log = row;
      continue;
    }
    if (row.first_record_id > log.last_record_id + 1) {
      const RecordGap gap{row.tenant, row.host, row.channel, log.last_record_id + 1, row.first_record_id - 1,
                          log.last,   row.first};
      if (!each(gap)) break;
    }
    if (row.last_record_id > log.last_record_id) log = row;
  }
  return database_.outcome();
}

}  // namespace hoptrace::cases
