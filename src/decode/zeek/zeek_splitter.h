// ZeekSplitter: cuts a Zeek log (the ASCII writer's, tab separated) at line ends. A piece's context is the header in
// force where it begins: the lines of it that ZeekHeader wants, each with its line end.
#pragma once

#include <string>

#include "decode/line_pieces.h"

namespace hoptrace::decode::zeek {

class ZeekSplitter : public Splitter {
 public:
  [[nodiscard]] base::Result<bool> next(evidence::ByteStream& stream, Piece& piece) override;

 private:
  void note_headers(const Piece& piece);
  void note_header_line(std::string_view line);

  LineCutter cutter_;
  std::string header_;
  bool too_large_ = false;  // the header is beyond kMaxHeader, and so of no use
};

}  // namespace hoptrace::decode::zeek
