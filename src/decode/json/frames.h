// Frames: how this format's splitter lays out a Piece for its decoder: document after document, each behind a header
// with its place in the artifact (wrappings and UTF-16 make that place more than a sum of lengths).
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>
#include <vector>

#include "base/bytes.h"

namespace hoptrace::decode::json {

struct Frame {
  std::uint64_t offset = 0;  // of the document's first byte in the artifact
  bool wide = false;         // the artifact is UTF-16: one unit there is not one byte here
  std::string_view text;     // UTF-8
};

constexpr std::size_t kFrameHeader = sizeof(std::uint64_t) + 2 * sizeof(std::uint32_t);

inline void append_frame(std::vector<std::uint8_t>& piece, const Frame& frame) {
  const std::uint32_t numbers[2] = {static_cast<std::uint32_t>(frame.text.size()), frame.wide ? 1U : 0U};
  const std::size_t at = piece.size();
  piece.resize(at + kFrameHeader + frame.text.size());
  std::memcpy(piece.data() + at, &frame.offset, sizeof frame.offset);
  std::memcpy(piece.data() + at + sizeof frame.offset, numbers, sizeof numbers);
  std::memcpy(piece.data() + at + kFrameHeader, frame.text.data(), frame.text.size());
}

// The frame at `at`, which moves behind it; nothing at the end.
inline std::optional<Frame> next_frame(base::Bytes piece, std::size_t& at) {
  const auto offset = base::read_le<std::uint64_t>(piece, at);
  const auto size = base::read_le<std::uint32_t>(piece, at + 8), wide = base::read_le<std::uint32_t>(piece, at + 12);
  if (!offset || !size || !wide) return std::nullopt;
  const auto text = base::slice(piece, at + kFrameHeader, *size);
  if (!text) return std::nullopt;
  at += kFrameHeader + *size;
  return Frame{*offset, *wide != 0, base::text_of(*text)};
}

}  // namespace hoptrace::decode::json
