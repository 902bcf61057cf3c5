// RecordWalk: the records of one chunk, one after another, however damaged the chunk is.
//
// The chunk's header says where the live records end. That is believed when the place can be true; records that
// plainly go on behind it (next id, not earlier) are live all the same, since Windows writes records before it renews
// the header. Where the header says nothing that can be true, records are live as long as their ids do not fall back.
// What is left of earlier times behind the live records is slack, and is walked only when asked for.
// Every step goes forward: the walk ends on any bytes.
#pragma once

#include <optional>

#include "decode/evtx/anomaly_log.h"
#include "decode/evtx/layout.h"

namespace hoptrace::decode::evtx {

struct Record {
  std::size_t at = 0;    // in the chunk
  std::size_t size = 0;  // bounded by the chunk
  std::uint64_t id = 0;
  std::uint64_t written = 0;  // FILETIME
  bool slack = false;
};

class RecordWalk {
 public:
  RecordWalk(base::Bytes chunk, const ChunkHeader& header, bool carve, AnomalyLog& log);

  [[nodiscard]] std::optional<Record> next() {
    if (region_ == Region::kTrusted && !header_lies_ && at_ < live_end_ && is_plain_record(chunk_, at_)) {
      return take(*read_record_header(chunk_, at_), *base::read_le<std::uint32_t>(chunk_, at_ + 4));
    }
    return next_odd();
  }

 private:
  // Ids may have gaps (records that could not be read); a leap beyond what a chunk can hold is damage.
  static constexpr std::uint64_t kLargestLeap = kChunkBytes / kSmallestRecord;
  enum class Region { kTrusted, kBehind, kSlack, kEnd };

  [[nodiscard]] std::optional<Record> next_odd();
  [[nodiscard]] std::optional<Record> next_trusted();
  [[nodiscard]] std::optional<Record> next_behind();
  [[nodiscard]] std::optional<Record> next_slack();
  [[nodiscard]] bool falls_back(const RecordHeader& header) const;
  Record take(const RecordHeader& header, std::size_t size) {
    const Record record{at_, size, header.id, header.written, false};
    if (!first_id_) first_id_ = header.id;
    if (last_id_ == 0 || (header.id > last_id_ && header.id - last_id_ <= kLargestLeap)) last_id_ = header.id;
    last_written_ = header.written;
    at_ += size;
    return record;
  }
  void skip_to_record(std::size_t from, const char* why);
  void gap_of_zeros();

  base::Bytes chunk_;
  AnomalyLog& log_;
  bool carve_;
  bool header_lies_;                 // its end of the live records cannot be true
  std::uint64_t promised_first_id_;  // by the header
  bool told_behind_ = false;
  Region region_ = Region::kTrusted;
  std::size_t at_ = kChunkHeaderBytes;
  std::size_t live_end_;
  std::optional<std::uint64_t> first_id_;
  std::uint64_t last_id_ = 0;
  std::uint64_t last_written_ = 0;
};

}  // namespace hoptrace::decode::evtx
