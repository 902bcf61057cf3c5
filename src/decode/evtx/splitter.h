// Splitter: an EVTX file cut into pieces that hold consecutive whole chunks, about a megabyte each.
//
// A piece begins with a chunk and its chunks follow each other at 64 KiB; the last may be shorter (a file that was
// cut, or a chunk into which the next one moved). What is between chunks never gets into a piece: zeros are space
// that Windows set aside and are passed over silently, anything else is an anomaly. Chunks are looked for even where
// the file header is gone, and at any offset, so that a file with bytes lost or added in the middle is read on both
// sides.
//
// In a sound file no piece is copied: the window that the stream was read into becomes the piece's bytes, the buffer
// that the piece came with becomes the next window, and only the look ahead of one chunk moves over.
#pragma once

#include <optional>

#include "decode/decoder.h"
#include "decode/evtx/layout.h"

namespace hoptrace::decode::evtx {

class ChunkSplitter final : public Splitter {
 public:
  explicit ChunkSplitter(std::size_t piece_bytes = kPieceBytes) : piece_bytes_(piece_bytes) {}
  [[nodiscard]] base::Result<bool> next(evidence::ByteStream& stream, Piece& piece) override;

 private:
  // Tops the window up, as far as the stream goes, unless it holds much already.
  [[nodiscard]] base::Result<void> fill(evidence::ByteStream& stream);
  void drop(std::size_t count);  // from the front of the window
  void read_header(base::Anomalies& anomalies);
  // Moves the window's front to the next chunk; false if the window has none and must be filled again.
  bool seek_chunk(base::Anomalies& anomalies);
  void skip_junk(std::size_t count, base::Anomalies& anomalies);
  void take_chunks(Piece& piece);
  // How far the chunk at `at` of the window reaches.
  [[nodiscard]] std::size_t chunk_length(std::size_t at) const;
  void close(base::Anomalies& anomalies);
  // Gives the window's first `count` bytes away, as the piece's.
  void hand_over(std::size_t count, Piece& piece);
  [[nodiscard]] std::size_t held() const { return end_ - begin_; }
  [[nodiscard]] base::Bytes window(std::size_t at = 0) const {
    return base::Bytes(buffer_).subspan(begin_ + at, held() - at);
  }

  // What the window takes in: a piece, and the look ahead that chunk_length needs.
  [[nodiscard]] std::size_t room() const { return piece_bytes_ + kChunkBytes; }

  std::size_t piece_bytes_;
  std::vector<std::uint8_t> buffer_;  // the window is [begin_, end_) of it
  std::size_t begin_ = 0, end_ = 0;
  std::uint64_t offset_ = 0;  // of the window's first byte in the file
  std::uint64_t given_ = 0;   // end of what the pieces so far cover
  bool ended_ = false;        // the stream has nothing more
  bool started_ = false;
  bool closed_ = false;
  std::optional<FileHeader> header_;
  std::uint64_t chunks_ = 0;
  std::uint64_t junk_from_ = 0;  // a stretch of junk not yet reported
  std::uint64_t junk_bytes_ = 0;
};

}  // namespace hoptrace::decode::evtx
