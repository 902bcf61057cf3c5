// JsonSplitter: cuts JSON evidence into pieces of whole documents.
//
// Files whose first lines are documents by themselves are read line by line (JSON lines): a damaged line costs that
// line only, and the buffer that lines were read into is handed on as it is. All others (one array, pretty-printed or
// concatenated objects, an envelope) are walked bracket by bracket (document_walk.h). Memory is bounded by the
// largest document that is kept, kLargest; larger ones are walked through to their end and left out.
#pragma once

#include <cstdint>
#include <optional>

#include "decode/decoder.h"
#include "decode/json/document_walk.h"
#include "decode/json/text_window.h"

namespace hoptrace::decode::json {

class JsonSplitter : public Splitter {
 public:
  static constexpr std::size_t kLargest = std::size_t{16} << 20;  // of one document, in bytes of UTF-8

  [[nodiscard]] base::Result<bool> next(evidence::ByteStream& stream, Piece& piece) override;

 private:
  enum class Mode : std::uint8_t { kUnknown, kLines, kStream };
  enum class Step : std::uint8_t { kTaken, kMore, kEnd };

  Step step(Piece& piece);
  Step take_line(Piece& piece);
  Step take_from_stream(Piece& piece);
  Step skip_large(Piece& piece);
  void read_line(std::size_t size, bool whole, Piece& piece);
  void too_large(std::uint64_t offset, Piece& piece);
  void add(std::size_t begin, std::size_t end, Piece& piece);
  void complain(base::AnomalyKind kind, std::size_t at, std::string_view why, Piece& piece);

  TextWindow window_;
  Mode mode_ = Mode::kUnknown;
  std::size_t line_scanned_ = 0;  // of an unfinished line: no line break before
  bool skipping_line_ = false;    // the rest of a line that is too long
  DocumentWalk walk_;
  std::optional<std::uint64_t> large_;  // the offset of a document that is being left out
  std::uint64_t reached_ = 0;           // in the artifact: where the next piece begins
  std::size_t complaints_ = 0;          // in this piece
};

}  // namespace hoptrace::decode::json
