// TextWindow: the part of a stream that the splitter has in hand, as UTF-8, with the way back to the artifact's
// bytes.
//
// A byte order mark decides: none or UTF-8's leaves bytes as they are; UTF-16 (either order) is turned into UTF-8
// while reading. offset_of() then still names the byte of the artifact, by counting the UTF-16 units behind the text.
// One thread; views die with the next fill() or drop().
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "evidence/byte_stream.h"

namespace hoptrace::decode::json {

class TextWindow {
 public:
  // Reads about `kPieceBytes` more; false at the end of the stream.
  [[nodiscard]] base::Result<bool> fill(evidence::ByteStream& stream);

  [[nodiscard]] std::string_view text() const { return base::text_of(base::Bytes(text_).first(end_)).substr(start_); }
  void drop(std::size_t size);  // forgets the first `size` bytes of text(), which stay where they are until …
  [[nodiscard]] std::size_t position() const { return start_; }  // … of text() among them
  // … the next fill(), or until they are handed over: `bytes` becomes all of them, and its memory the window's.
  void hand_over(std::vector<std::uint8_t>& bytes);
  [[nodiscard]] bool ended() const { return ended_; }
  [[nodiscard]] bool wide() const { return encoding_ == Encoding::kUtf16Little || encoding_ == Encoding::kUtf16Big; }

  // The artifact's byte behind text()[position]. Cheap where the positions asked for only grow.
  [[nodiscard]] std::uint64_t offset_of(std::size_t position);

 private:
  enum class Encoding : std::uint8_t { kUnknown, kUtf8, kUtf16Little, kUtf16Big };

  [[nodiscard]] base::Result<bool> fill_in_place(evidence::ByteStream& stream);  // bytes that need no conversion
  void append(base::Bytes utf8);
  std::size_t tell_encoding(std::size_t size);  // by the mark; its length
  void append_utf16(std::size_t from, std::size_t size);

  std::vector<std::uint8_t> raw_;  // as read; an unfinished UTF-16 character stays at the front
  std::size_t carried_ = 0;        // bytes of raw_ left over from the last fill
  std::vector<std::uint8_t> text_;
  std::size_t start_ = 0, end_ = 0;  // text() within it
  std::uint64_t start_offset_ = 0;   // and lies here in the artifact
  std::size_t known_ = 0;            // a position in text() …
  std::uint64_t known_offset_ = 0;   // … and its place, the last one asked for
  Encoding encoding_ = Encoding::kUnknown;
  bool ended_ = false;
};

// How many bytes of UTF-16 `utf8` (valid, made from UTF-16) stands for.
[[nodiscard]] std::uint64_t utf16_bytes(std::string_view utf8);

}  // namespace hoptrace::decode::json
