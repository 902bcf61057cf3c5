// Layout: the fixed parts of an EVTX file: file header, chunk header, record header.
//
// Source of facts: J. Metz, "Windows XML Event Log (EVTX) format" (libyal/libevtx, documentation), sections 2 (file
// header), 3 (chunk), 3.2 (event record). A file is a header block of 4 KiB and chunks of 64 KiB. A chunk stands
// alone: all offsets inside it count from its first byte. Nothing a header says is believed without a look.
#pragma once

#include <cstdint>
#include <optional>

#include "base/bytes.h"

namespace hoptrace::decode::evtx {

constexpr std::size_t kFileHeaderBytes = 4096;
constexpr std::size_t kChunkBytes = 64 * 1024;
constexpr std::size_t kChunkHeaderBytes = 512;
constexpr std::size_t kRecordHeaderBytes = 24;
constexpr std::uint32_t kRecordSignature = 0x00002A2A;           // "**\0\0"
constexpr std::size_t kSmallestRecord = kRecordHeaderBytes + 4;  // header and the size's copy behind the content

struct FileHeader {
  std::uint16_t chunk_count = 0;
  bool dirty = false;
  bool checksum_holds = false;
};
// Of a file's first bytes; nothing if they do not begin with the file's signature or are too short.
[[nodiscard]] std::optional<FileHeader> read_file_header(base::Bytes bytes);

struct ChunkHeader {
  bool signature = false;
  std::uint64_t first_record_id = 0;
  std::uint32_t header_size = 0;
  std::uint32_t free_space = 0;  // offset of the first byte behind the last record
  bool header_checksum_holds = false;
  bool records_checksum_holds = false;  // of the bytes from 512 to `free_space`
};
// Of a chunk (at least kChunkHeaderBytes long).
[[nodiscard]] ChunkHeader read_chunk_header(base::Bytes chunk);

struct RecordHeader {
  std::uint32_t size = 0;  // of the whole record
  std::uint64_t id = 0;
  std::uint64_t written = 0;  // FILETIME
};
// Of the record at `at`; nothing if there is no record's signature or not its whole header.
[[nodiscard]] inline std::optional<RecordHeader> read_record_header(base::Bytes chunk, std::size_t at) {
  const auto bytes = base::slice(chunk, at, kRecordHeaderBytes);
  if (!bytes || *base::read_le<std::uint32_t>(*bytes, 0) != kRecordSignature) return std::nullopt;
  return RecordHeader{*base::read_le<std::uint32_t>(*bytes, 4), *base::read_le<std::uint64_t>(*bytes, 8),
                      *base::read_le<std::uint64_t>(*bytes, 16)};
}
// Whether the record at `at` has a size that fits and the same size once more at its end.
[[nodiscard]] inline bool is_plain_record(base::Bytes chunk, std::size_t at) {
  const auto header = read_record_header(chunk, at);
  if (!header || header->size < kSmallestRecord || header->size > chunk.size() - at) return false;
  return base::read_le<std::uint32_t>(chunk, at + header->size - 4) == header->size;
}
// The first place from `from` on that has a record's signature and either stands where Windows puts records (at a
// multiple of 8) or is a plain record; chunk.size() if there is none.
[[nodiscard]] std::size_t find_record(base::Bytes chunk, std::size_t from);

[[nodiscard]] bool has_chunk_signature(base::Bytes bytes);
// Whether `bytes` are the beginning of a chunk beyond doubt: more than the eight letters, which a log may contain.
[[nodiscard]] bool is_plain_chunk(base::Bytes bytes);
[[nodiscard]] bool all_zero(base::Bytes bytes);

}  // namespace hoptrace::decode::evtx
