// Lines: how the splitters of text logs cut a stream at its line ends, and how their decoders walk a piece's lines.
//
// A piece's bytes are the artifact's own, whole lines, about kPieceBytes of them; only the stream's last line may
// lack its end. A line beyond kLongestLine is left out and said (kTooLarge): it then stands before the piece's bytes,
// so the first byte of a piece lies at end() - bytes.size().
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "decode/decoder.h"

namespace hoptrace::decode {

constexpr std::size_t kLongestLine = std::size_t{4} << 20;  // about: the end of a longer one may still be in hand

class LineCutter {
 public:
  // Fills `piece` but for its context; false at the end, as Splitter::next().
  [[nodiscard]] base::Result<bool> next(evidence::ByteStream& stream, Piece& piece);

 private:
  [[nodiscard]] base::Result<void> read_more(evidence::ByteStream& stream, std::vector<std::uint8_t>& bytes);
  // Reads up to the next line end and drops all before it; how much was dropped.
  [[nodiscard]] base::Result<std::uint64_t> skip_line(evidence::ByteStream& stream, std::vector<std::uint8_t>& bytes);

  std::vector<std::uint8_t> rest_;  // the beginning of a line that the last piece did not take
  std::uint64_t reached_ = 0;       // where the next piece begins
  bool ended_ = false;
};

struct Line {
  std::uint64_t offset = 0;  // in the artifact
  std::string_view text;     // without its end (LF, CRLF)
  bool whole = false;        // it has an end
};

class LineWalk {
 public:
  // What is walked outlives the walk. A byte order mark at the artifact's front is passed over.
  explicit LineWalk(const Piece& piece);
  LineWalk(base::Bytes bytes, std::uint64_t offset);

  [[nodiscard]] std::optional<Line> next();

 private:
  std::string_view rest_;
  std::uint64_t offset_;
};

}  // namespace hoptrace::decode
