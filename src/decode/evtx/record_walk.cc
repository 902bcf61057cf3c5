#include "decode/evtx/record_walk.h"

#include <fmt/format.h>

#include <algorithm>

namespace hoptrace::decode::evtx {
namespace {

using base::AnomalyKind;

bool can_be_true(std::uint32_t free_space) {
  return free_space >= kChunkHeaderBytes && free_space <= kChunkBytes;
}

}  // namespace

RecordWalk::RecordWalk(base::Bytes chunk, const ChunkHeader& header, bool carve, AnomalyLog& log)
    : chunk_(chunk),
      log_(log),
      carve_(carve),
      header_lies_(!header.signature || !can_be_true(header.free_space) ||
                   (!header.header_checksum_holds && !header.records_checksum_holds)),
      promised_first_id_(header.first_record_id),
      live_end_(header_lies_ ? chunk.size() : std::min<std::size_t>(chunk.size(), header.free_space)) {
  if (!can_be_true(header.free_space)) {
    log_.add(AnomalyKind::kBadHeader, 0,
             fmt::format("the chunk's header puts the end of its records at {}; they were read by their own sizes",
                         header.free_space));
  }
}

std::optional<Record> RecordWalk::next_odd() {
  std::optional<Record> record;
  if (region_ == Region::kTrusted) record = next_trusted();
  if (!record && region_ == Region::kBehind) record = next_behind();
  if (!record && region_ == Region::kSlack) record = next_slack();
  return record;
}

std::optional<Record> RecordWalk::next_trusted() {
  while (at_ < live_end_ && at_ + kSmallestRecord <= chunk_.size()) {
    const auto header = read_record_header(chunk_, at_);
    if (!header) {
      if (all_zero(chunk_.first(live_end_).subspan(at_))) {
        gap_of_zeros();
        break;
      }
      skip_to_record(at_ + 1, "there is no record where the next one should begin");
      continue;
    }
    if (header_lies_ && falls_back(*header)) break;
    if (is_plain_record(chunk_, at_)) return take(*header, header->size);
    const std::size_t next = std::min(find_record(chunk_, at_ + 4), chunk_.size());
    if (header->size < kSmallestRecord || header->size > kChunkBytes - at_) {
      skip_to_record(at_ + 4, "a record's size cannot be true");
    } else if (next - at_ < kSmallestRecord) {
      skip_to_record(at_ + 4, "a record is too short");
    } else if (header->size > chunk_.size() - at_) {
      log_.add(AnomalyKind::kTruncated, at_, fmt::format("record {} is cut off", header->id));
      at_ = next;
    } else {
      log_.add(AnomalyKind::kBadCount, at_, fmt::format("the two sizes of record {} differ", header->id));
      return take(*header, next - at_);
    }
  }
  region_ = Region::kBehind;
  return std::nullopt;
}

// Behind the end that the header gives: only what goes on without doubt.
std::optional<Record> RecordWalk::next_behind() {
  const auto header = read_record_header(chunk_, at_);
  const std::uint64_t expected = first_id_ ? last_id_ + 1 : promised_first_id_;
  if (header && !header_lies_ && header->id == expected && header->written >= last_written_ &&
      is_plain_record(chunk_, at_)) {
    if (!told_behind_) {
      log_.add(AnomalyKind::kBadHeader, at_, "the chunk's records go on behind the end that its header gives");
    }
    told_behind_ = true;
    return take(*header, header->size);
  }
  region_ = carve_ ? Region::kSlack : Region::kEnd;
  return std::nullopt;
}

std::optional<Record> RecordWalk::next_slack() {
  for (at_ = find_record(chunk_, at_); at_ < chunk_.size(); at_ = find_record(chunk_, at_ + 4)) {
    if (!is_plain_record(chunk_, at_)) continue;
    Record record = take(*read_record_header(chunk_, at_), read_record_header(chunk_, at_)->size);
    record.slack = true;
    return record;
  }
  region_ = Region::kEnd;
  return std::nullopt;
}

// Whether a record is of an earlier time than those before it.
bool RecordWalk::falls_back(const RecordHeader& header) const {
  return first_id_ && is_plain_record(chunk_, at_) && (header.id < *first_id_ || header.id <= last_id_);
}

void RecordWalk::skip_to_record(std::size_t from, const char* why) {
  const std::size_t next = std::min(find_record(chunk_, from), live_end_);
  if (!header_lies_ || next < live_end_) {
    log_.add(AnomalyKind::kBadRecord, at_, fmt::format("{}; {} bytes were passed over", why, next - at_));
  }
  at_ = next;
}

void RecordWalk::gap_of_zeros() {
  if (!header_lies_) {
    log_.add(AnomalyKind::kBadRecord, at_,
             fmt::format("{} bytes of zeros stand where the header says there are records", live_end_ - at_));
  }
  at_ = live_end_;
}

}  // namespace hoptrace::decode::evtx
