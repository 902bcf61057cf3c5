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

// Slack is partly overwritten as a rule; what cannot be read there is no loss of what the log holds.
void tell_trouble(const Record& record, const Trouble& trouble, AnomalyLog& log) {
  if (record.slack) {
    log.add(AnomalyKind::kSlackRecord, record.at,
            fmt::format("record {} could not be read: {}", record.id, trouble.what));
  } else {
    log.add(trouble.kind, record.at,
            fmt::format("record {}: {} (at {} of its chunk)", record.id, trouble.what, trouble.at));
  }
}

void tell_time(const Record& record, AnomalyLog& log) {
  log.add(AnomalyKind::kBadTime, record.at,
          fmt::format("record {} has no TimeCreated; the time of its header was taken", record.id));
}

}  // namespace

ChunkDecoder::ChunkDecoder(const event::FieldDictionary& fields, const DecodeOptions& options, Way way)
    : options_(options),
      way_(way),
      namer_(fields, scope_),
      writer_(scope_, texts_),
      shaped_(scope_, namer_, writer_, texts_, options.sieve),
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
  shaped_.start_chunk();
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
  if (way_ == Way::kPlanFirst) {
    scope_.start_record();
    const RecordShape* const shape = shaped_.read(record.at + kRecordHeaderBytes, record.at + record.size - 4);
    if (shape != nullptr) return give_shaped(*shape, record, origin, log, sink);
  }
  give_by_tree(record, origin, log, sink);
}

void ChunkDecoder::give_shaped(const RecordShape& shape, const Record& record, base::Origin origin, AnomalyLog& log,
                               EventSink& sink) {
  ++counts_.by_plan;
  if (record.slack || scope_.template_moved()) [[unlikely]]
    tell_whole(record, log);
  bool own_time = false;
  const Glance& glance = shaped_.glance(origin, record.id, record.written, own_time);
  if (!own_time) [[unlikely]]
    tell_time(record, log);
  if (options_.sieve != nullptr && !options_.sieve->wants(shape.id, glance)) return;
  shaped_.fill(writer_.event());
  sink.on_event(writer_.event());
}

void ChunkDecoder::give_by_tree(const Record& record, base::Origin origin, AnomalyLog& log, EventSink& sink) {
  writer_.start_record();
  scope_.start_record();
  Trouble trouble;
  const std::size_t end = record.at + record.size - 4;  // behind it stands the size once more
  bool whole = tree_.write(record.at + kRecordHeaderBytes, end, trouble);
  if (whole) ++counts_.by_tree;
  if (whole && writer_.event().fields().empty()) {
    trouble = {AnomalyKind::kBadRecord, record.at, "there is nothing in it"};
    whole = false;
  }
  if (!whole) return tell_trouble(record, trouble, log);
  tell_whole(record, log);
  event::Event& event = writer_.event();
  event.origin = origin;
  if (!writer_.finish(record.id, record.written)) tell_time(record, log);
  if (!writer_.unsound().empty()) {
    log.add(AnomalyKind::kBadValue, record.at,
            fmt::format("record {}: the bytes of {} are not of their type", record.id, writer_.unsound()));
  }
  sink.on_event(event);
}

// What is to be said of a record that could be read.
void ChunkDecoder::tell_whole(const Record& record, AnomalyLog& log) {
  if (record.slack) {
    log.add(AnomalyKind::kSlackRecord, record.at, fmt::format("record {}", record.id));
  } else if (scope_.template_moved()) {
    log.add(AnomalyKind::kBadTemplate, record.at,
            fmt::format("record {}: its template was not where it should be and was found by its id", record.id));
  }
}

}  // namespace hoptrace::decode::evtx
