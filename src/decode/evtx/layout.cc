#include "decode/evtx/layout.h"

#include <algorithm>

#include "base/crc32.h"

namespace hoptrace::decode::evtx {
namespace {

using base::Bytes;
using base::read_le;

constexpr std::string_view kFileSignature{"ElfFile\0", 8};
constexpr std::string_view kChunkSignature{"ElfChnk\0", 8};

bool starts_with(Bytes bytes, std::string_view signature) {
  return base::text_of(bytes.first(std::min(bytes.size(), signature.size()))) == signature;
}

// The header's own checksum leaves out the flags and itself, but takes in both tables behind them.
bool chunk_header_checksum_holds(Bytes chunk) {
  const std::uint32_t sum = base::crc32(chunk.subspan(128, kChunkHeaderBytes - 128), base::crc32(chunk.first(120)));
  return sum == read_le<std::uint32_t>(chunk, 124);
}

}  // namespace

std::optional<FileHeader> read_file_header(Bytes bytes) {
  if (bytes.size() < 128 || !starts_with(bytes, kFileSignature)) return std::nullopt;
  FileHeader header;
  header.chunk_count = *read_le<std::uint16_t>(bytes, 42);
  header.dirty = (*read_le<std::uint32_t>(bytes, 120) & 1) != 0;
  header.checksum_holds = base::crc32(bytes.first(120)) == *read_le<std::uint32_t>(bytes, 124);
  return header;
}

ChunkHeader read_chunk_header(Bytes chunk) {
  ChunkHeader header;
  if (chunk.size() < kChunkHeaderBytes) return header;
  header.signature = has_chunk_signature(chunk);
  header.first_record_id = *read_le<std::uint64_t>(chunk, 24);
  header.header_size = *read_le<std::uint32_t>(chunk, 40);
  header.free_space = *read_le<std::uint32_t>(chunk, 48);
  header.header_checksum_holds = chunk_header_checksum_holds(chunk);
  if (header.free_space >= kChunkHeaderBytes && header.free_space <= chunk.size()) {
    const std::uint32_t sum = base::crc32(chunk.first(header.free_space).subspan(kChunkHeaderBytes));
    header.records_checksum_holds = sum == *read_le<std::uint32_t>(chunk, 52);
  }
  return header;
}

std::size_t find_record(Bytes chunk, std::size_t from) {
  for (std::size_t at = from; at + kRecordHeaderBytes <= chunk.size(); ++at) {
    const void* const found = std::memchr(chunk.data() + at, '*', chunk.size() - at);
    if (found == nullptr) break;
    at = static_cast<std::size_t>(static_cast<const std::uint8_t*>(found) - chunk.data());
    if (read_record_header(chunk, at) && (at % 8 == 0 || is_plain_record(chunk, at))) return at;
  }
  return chunk.size();
}

bool has_chunk_signature(Bytes bytes) {
  return starts_with(bytes, kChunkSignature);
}

bool is_plain_chunk(Bytes bytes) {
  if (!has_chunk_signature(bytes) || bytes.size() < kChunkHeaderBytes) return false;
  return read_le<std::uint32_t>(bytes, 40) == 128U || chunk_header_checksum_holds(bytes);
}

bool all_zero(Bytes bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte == 0; });
}

}  // namespace hoptrace::decode::evtx
