#include "decode/evtx/chunk_decoder.h"

#include <fmt/format.h>

#include <algorithm>

namespace hoptrace::decode::evtx {
namespace {

using base::AnomalyKind;

void tell_checksums(const ChunkHeader& header, std::size_t chunk_size, AnomalyLog& log) {
  if (!header.header_checksum_holds)
    log.add(AnomalyKind::kBadChecksum, 0, "the chunk header's checksum does not hold");
  const bool whole = header.free_space >= kChunkHeaderBytes && header.free_space <= chunk_size;
  if (whole && !header.records_checksum_holds) {
    log.add(AnomalyKind::kBadChecksum, 0, "the checksum of the chunk's records does not hold");
  }
}

}  // namespace

ChunkDecoder::ChunkDecoder(const event::FieldDictionary& fields, const DecodeOptions& options, Way way)
    : options_(options),
      way_(way),
      namer_(fields, scope_),
      writer_(scope_),
      plans_(scope_, namer_, writer_),
      tree_(scope_, namer_, writer_) {}

void ChunkDecoder::decode(const Piece& piece, EventSink& sink) {
  const base::Bytes bytes(piece.bytes);
  const std::uint64_t offset = piece.end() - bytes.size();
  for (std::size_t at = 0; at < bytes.size(); at += kChunkBytes) {
    decode_chunk(bytes.subspan(at, std::min(kChunkBytes, bytes.size() - at)), piece, offset + at, sink);
  }
}

void ChunkDecoder::decode_chunk(base::Bytes chunk, const Piece& piece, std::uint64_t offset, EventSink& sink) {
  if (chunk.size() < kChunkHeaderBytes) return;
  writer_.start_record();  // its views are of the chunk before
  scope_.start_chunk(chunk);
  namer_.start_chunk();
  plans_.start_chunk();
  AnomalyLog log(sink, offset);
  const ChunkHeader header = read_chunk_header(chunk);
  tell_checksums(header, chunk.size(), log);
  RecordWalk walk(chunk, header, options_.carve, log);
  while (const auto record = walk.next()) {
    decode_record(*record, {piece.artifact, offset + record->at}, log, sink);
  }
  log.close();
}

void ChunkDecoder::decode_record(const Record& record, base::Origin origin, AnomalyLog& log, EventSink& sink) {
  Trouble trouble;
  const std::size_t end = record.at + record.size - 4;  // behind it stands the size once more
  bool whole = write_fields(record.at + kRecordHeaderBytes, end, trouble);
  if (whole && writer_.event().fields().empty()) {
    trouble = {AnomalyKind::kBadRecord, record.at, "there is nothing in it"};
    whole = false;
  }
  if (record.slack) {
    // Slack is partly overwritten as a rule; what cannot be read there is no loss of what the log holds.
    log.add(AnomalyKind::kSlackRecord, record.at,
            whole ? fmt::format("record {}", record.id)
                  : fmt::format("record {} could not be read: {}", record.id, trouble.what));
  } else if (!whole) {
    log.add(trouble.kind, record.at,
            fmt::format("record {}: {} (at {} of its chunk)", record.id, trouble.what, trouble.at));
  }
  if (!whole) return;
  if (scope_.template_moved() && !record.slack) {
    log.add(AnomalyKind::kBadTemplate, record.at,
            fmt::format("record {}: its template was not where it should be and was found by its id", record.id));
  }
  event::Event& event = writer_.event();
  event.origin = origin;
  if (!writer_.finish(record.id, record.written)) {
    log.add(AnomalyKind::kBadTime, record.at,
            fmt::format("record {} has no TimeCreated; the time of its header was taken", record.id));
  }
  if (!writer_.unsound().empty()) {
    log.add(AnomalyKind::kBadValue, record.at,
            fmt::format("record {}: the bytes of {} are not of their type", record.id, writer_.unsound()));
  }
  sink.on_event(event);
}

bool ChunkDecoder::write_fields(std::size_t begin, std::size_t end, Trouble& trouble) {
  if (way_ == Way::kPlanFirst) {
    writer_.start_record();
    scope_.start_record();
    if (plans_.write(begin, end)) {
      ++counts_.by_plan;
      return true;
    }
  }
  writer_.start_record();
  scope_.start_record();
  if (!tree_.write(begin, end, trouble)) return false;
  ++counts_.by_tree;
  return true;
}

}  // namespace hoptrace::decode::evtx
