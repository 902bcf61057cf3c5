// Frames: how this format's splitter lays out a Piece for its decoder. The piece's bytes are text, UTF-8, in which
// the documents stand; its context says of one after the other where it stands in them, and where in the artifact
// (wrappings and UTF-16 make that place more than a sum of lengths). So lines need not be copied to be framed.
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

#include "base/bytes.h"
#include "decode/decoder.h"

namespace hoptrace::decode::json {

struct Frame {
  std::uint64_t offset = 0;  // of the document's first byte in the artifact
  bool wide = false;         // the artifact is UTF-16: one unit there is not one byte here
  std::string_view text;     // UTF-8
};

struct FramePlace {
  std::uint64_t offset = 0;
  std::uint32_t begin = 0;  // in the piece's bytes
  std::uint32_t size : 31 = 0;
  std::uint32_t wide : 1 = 0;
};

// Of a document that stands in the piece's bytes, or will.
inline void note_frame(Piece& piece, const FramePlace& place) {
  piece.context.append(reinterpret_cast<const char*>(&place), sizeof place);
}

// Of one that does not.
inline void append_frame(Piece& piece, const Frame& frame) {
  note_frame(piece, {frame.offset, static_cast<std::uint32_t>(piece.bytes.size()),
                     static_cast<std::uint32_t>(frame.text.size()) & 0x7FFF'FFFFU, frame.wide ? 1U : 0U});
  const base::Bytes bytes = base::bytes_of(frame.text);
  piece.bytes.insert(piece.bytes.end(), bytes.begin(), bytes.end());
}

// One frame of a piece after another.
class Frames {
 public:
  explicit Frames(const Piece& piece) : places_(piece.context), bytes_(piece.bytes) {}

  [[nodiscard]] std::optional<Frame> next() {
    if (places_.size() < sizeof(FramePlace)) return std::nullopt;
    FramePlace place;
    std::memcpy(&place, places_.data(), sizeof place);
    places_.remove_prefix(sizeof place);
    const auto text = base::slice(bytes_, place.begin, place.size);
    if (!text) return std::nullopt;
    return Frame{place.offset, place.wide != 0, base::text_of(*text)};
  }

 private:
  std::string_view places_;
  base::Bytes bytes_;
};

}  // namespace hoptrace::decode::json
