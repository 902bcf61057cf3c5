#include "cases/record_store.h"

#include <set>
#include <tuple>

#include "base/bytes.h"
#include "base/packing.h"
#include "cases/case_file.h"
#include "cases/case_reading.h"

namespace hoptrace::cases {
namespace {

std::int64_t number(base::ArtifactId artifact) {
  return static_cast<std::int64_t>(artifact);
}

// What is packed of a record; the rest are columns.
auto packed_members(base::Either<KeptRecord> auto& record) {
  auto& event = record.event;
  return std::tie(event.time.ticks, event.timed, event.host, event.channel, event.provider, event.event_id,
                  event.record_id, record.fields, record.shortened);
}

std::string pack(const KeptRecord& record) {
  base::Packer packer;
  std::apply([&](const auto&... each) { (packer.put(each), ...); }, packed_members(record));
  return packer.take();
}

void unpack(std::string_view packed, KeptRecord& record) {
  base::Unpacker unpacker(base::bytes_of(packed));
  std::apply([&](auto&... each) { (unpacker.get(each), ...); }, packed_members(record));
}

KeptRecord record_of(const Statement& row) {
  KeptRecord record{base::ArtifactId{row.integer(0)}, row.natural(1), {}, row.string(2), {}, false};
  unpack(row.text(3), record);
  return record;
}

constexpr const char* kColumns =
    "SELECT kept_record.artifact, kept_record.offset, text.value, packed FROM kept_record"
    " JOIN artifact ON artifact.id=kept_record.artifact JOIN text ON text.id=artifact.tenant";

}  // namespace

base::Result<void> RecordStore::replace(const std::vector<RecordPlace>& kept, const std::vector<KeptRecord>& added) {
  Transaction work(database_);
  std::set<RecordPlace> wanted(kept.begin(), kept.end());
  for (const KeptRecord& record : added) wanted.insert({record.artifact, record.offset});
  std::vector<RecordPlace> dropped;
  {
    Statement rows(database_, "SELECT artifact, offset FROM kept_record");
    while (rows.row()) {
      const RecordPlace place{base::ArtifactId{rows.integer(0)}, rows.natural(1)};
      if (!wanted.contains(place)) dropped.push_back(place);
    }
  }
  Statement drop(database_, "DELETE FROM kept_record WHERE artifact=?1 AND offset=?2");
  for (const RecordPlace& place : dropped) drop.with(number(place.artifact), place.offset).run();
  Statement insert(database_, "INSERT OR REPLACE INTO kept_record(artifact, offset, packed) VALUES(?1, ?2, ?3)");
  for (const KeptRecord& record : added) {
    const std::string packed = pack(record);
    insert.with(number(record.artifact), record.offset, LastingBytes{packed}).run();
  }
  return work.commit();
}

base::Result<void> CaseFile::replace_records(const std::vector<RecordPlace>& kept,
                                             const std::vector<KeptRecord>& added) {
  return settled([&] { return RecordStore(*database_).replace(kept, added); });
}

// A reading that is made of lists has none.
base::Result<void> Reading::records(const Each<KeptRecord>&) {
  return {};
}

base::Result<void> CaseReading::records(const Each<KeptRecord>& each) {
  Statement rows(database_, (std::string(kColumns) + " ORDER BY kept_record.artifact, kept_record.offset").c_str());
  while (rows.row() && each(record_of(rows))) {
  }
  return database_.outcome();
}

}  // namespace hoptrace::cases
