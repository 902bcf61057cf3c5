#include "decode/evtx/splitter.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace hoptrace::decode::evtx {
namespace {

using base::AnomalyKind;
using base::Bytes;

// The first place from `from` on where a chunk plainly begins; bytes.size() if there is none.
std::size_t find_chunk(Bytes bytes, std::size_t from) {
  for (std::size_t at = from; at + kChunkHeaderBytes <= bytes.size(); ++at) {
    const void* const found = std::memchr(bytes.data() + at, 'E', bytes.size() - at);
    if (found == nullptr) break;
    at = static_cast<std::size_t>(static_cast<const std::uint8_t*>(found) - bytes.data());
    if (is_plain_chunk(bytes.subspan(at))) return at;
  }
  return bytes.size();
}

// A chunk whose first bytes are damaged still has its records where they belong.
bool is_damaged_chunk(Bytes bytes) {
  return is_plain_record(bytes.first(std::min(bytes.size(), kChunkBytes)), kChunkHeaderBytes);
}

}  // namespace

base::Result<bool> ChunkSplitter::next(evidence::ByteStream& stream, Piece& piece) {
  piece.anomalies.clear();
  piece.offset = given_;
  piece.covers = 0;
  do {
    if (const auto filled = fill(stream); !filled) return std::unexpected(filled.error());
    if (!started_) read_header(piece.anomalies);
    if (seek_chunk(piece.anomalies)) {
      take_chunks(piece);
      return true;
    }
  } while (!ended_ || held() > 0);
  piece.bytes.clear();
  piece.covers = offset_ - given_;
  given_ = offset_;
  close(piece.anomalies);
  return false;
}

base::Result<void> ChunkSplitter::fill(evidence::ByteStream& stream) {
  if (ended_ || held() > std::max(room() / 2, 2 * kChunkBytes)) return {};
  if (buffer_.size() < room()) buffer_.resize(room());
  const base::Bytes kept = window();
  if (begin_ > 0) std::memmove(buffer_.data(), kept.data(), kept.size());
  end_ = kept.size();
  begin_ = 0;
  const auto got = evidence::read_fully(stream, std::span(buffer_).subspan(end_, room() - end_));
  if (!got) return std::unexpected(got.error());
  end_ += *got;
  ended_ = end_ < room();
  return {};
}

void ChunkSplitter::drop(std::size_t count) {
  begin_ += count;
  offset_ += count;
}

void ChunkSplitter::read_header(base::Anomalies& anomalies) {
  started_ = true;
  if (held() == 0 || has_chunk_signature(window())) {
    if (held() > 0)
      anomalies.push_back({AnomalyKind::kBadHeader, 0, "the file begins with a chunk, not with its header"});
    return;
  }
  header_ = read_file_header(window());
  if (!header_ && held() >= kFileHeaderBytes) {
    anomalies.push_back({AnomalyKind::kBadHeader, 0, "the file's header has no signature"});
  } else if (header_) {
    if (!header_->checksum_holds) {
      anomalies.push_back({AnomalyKind::kBadChecksum, 0, "the file header's checksum does not hold"});
    }
    if (header_->dirty) anomalies.push_back({AnomalyKind::kDirtyHeader, 0, "the log was not closed"});
  }
  // The header block is always 4 KiB; a chunk found before its end (bytes were lost) wins.
  drop(std::min(find_chunk(window().first(std::min(held(), kFileHeaderBytes + kChunkHeaderBytes)), 1),
                std::min(held(), kFileHeaderBytes)));
}

bool ChunkSplitter::seek_chunk(base::Anomalies& anomalies) {
  while (held() >= 2 * kChunkBytes || (ended_ && held() > 0)) {
    const Bytes here = window().first(std::min(held(), kChunkBytes));
    if (is_plain_chunk(here) || is_damaged_chunk(here)) {
      skip_junk(0, anomalies);
      return true;
    }
    // Look for a chunk whose first byte is in this stretch (its header may reach into the next).
    const std::size_t next = find_chunk(window().first(std::min(held(), kChunkBytes + kChunkHeaderBytes)), 1);
    skip_junk(std::min(next, here.size()), anomalies);
  }
  if (ended_) skip_junk(0, anomalies);
  return false;
}

// Passes over `count` bytes; 0 reports what junk there was until now.
void ChunkSplitter::skip_junk(std::size_t count, base::Anomalies& anomalies) {
  if (count == 0) {
    if (junk_bytes_ > 0) {
      anomalies.push_back({AnomalyKind::kBadChunk, junk_from_,
                           fmt::format("{} bytes that are no chunk were passed over", junk_bytes_)});
    }
    junk_bytes_ = 0;
    return;
  }
  if (junk_bytes_ > 0 || !all_zero(window().first(count))) {
    if (junk_bytes_ == 0) junk_from_ = offset_;
    junk_bytes_ += count;
  }
  drop(count);
}

void ChunkSplitter::take_chunks(Piece& piece) {
  std::size_t end = 0;
  while (end + kChunkBytes <= piece_bytes_) {
    const Bytes here = window(end);
    if (here.empty() || (!ended_ && here.size() < 2 * kChunkBytes)) break;  // what is behind it is not known yet
    if (end > 0 && !is_plain_chunk(here) && !is_damaged_chunk(here)) break;
    const std::size_t length = chunk_length(end);
    if (length < kChunkBytes) {
      const bool moved = end + length < held();
      piece.anomalies.push_back({AnomalyKind::kTruncated, offset_ + end,
                                 fmt::format("a chunk has {} bytes of {}: {}", length, kChunkBytes,
                                             moved ? "the next chunk begins inside it" : "the file ends inside it")});
    }
    if (!is_plain_chunk(here)) {
      piece.anomalies.push_back({AnomalyKind::kBadHeader, offset_ + end, "a chunk's header is damaged"});
    }
    ++chunks_;
    end += length;
    if (length < kChunkBytes) break;
  }
  hand_over(end, piece);
  piece.covers = offset_ - given_;
  given_ = offset_;
}

void ChunkSplitter::hand_over(std::size_t count, Piece& piece) {
  const Bytes front = window().first(count), rest = window(count);
  offset_ += count;
  if (begin_ > 0 || count < held() / 2) {  // less to copy than what stays
    piece.bytes.assign(front.begin(), front.end());
    begin_ += count;
    return;
  }
  if (piece.bytes.size() < rest.size()) piece.bytes.resize(room());
  std::copy(rest.begin(), rest.end(), piece.bytes.begin());
  piece.bytes.swap(buffer_);
  piece.bytes.resize(count);
  begin_ = 0;
  end_ = rest.size();
}

std::size_t ChunkSplitter::chunk_length(std::size_t at) const {
  const std::size_t all = std::min(held() - at, kChunkBytes);
  if (all < kChunkBytes) {
    return std::min(all, find_chunk(window(at), kChunkHeaderBytes));
  }
  const Bytes behind = window(at + all);
  if (behind.empty() || is_plain_chunk(behind) || is_damaged_chunk(behind)) return all;
  const Bytes stretch = window(at).first(std::min(held() - at, kChunkBytes + kChunkHeaderBytes));
  return std::min(all, find_chunk(stretch, kChunkHeaderBytes));
}

// What can only be said at the end: whether the header counted right. Chunks that Windows set aside are counted by
// some versions and not by others, so only a header that promises more than there is room for, or counts less than
// there are, is odd; the count has 16 bits.
void ChunkSplitter::close(base::Anomalies& anomalies) {
  if (closed_) return;
  closed_ = true;
  const std::uint64_t room =
      offset_ < kFileHeaderBytes ? 0 : (offset_ - kFileHeaderBytes + kChunkBytes - 1) / kChunkBytes;
  if (offset_ > 0 && offset_ < kFileHeaderBytes) {
    anomalies.push_back({AnomalyKind::kTruncated, offset_, "the file ends inside its header"});
  } else if (!header_) {
    return;
  } else if (header_->chunk_count > room) {
    anomalies.push_back(
        {AnomalyKind::kTruncated, offset_,
         fmt::format("the header counts {} chunks, the file ends after {}", header_->chunk_count, room)});
  } else if (!header_->dirty && header_->chunk_count < (chunks_ & 0xFFFF)) {
    anomalies.push_back({AnomalyKind::kBadHeader, 0,
                         fmt::format("the header counts {} chunks, there are {}", header_->chunk_count, chunks_)});
  }
}

}  // namespace hoptrace::decode::evtx
