#include "decode/zeek/zeek_splitter.h"

#include "decode/zeek/zeek_header.h"

namespace hoptrace::decode::zeek {

base::Result<bool> ZeekSplitter::next(evidence::ByteStream& stream, Piece& piece) {
  auto more = cutter_.next(stream, piece);
  if (!more || !*more) return more;
  if (!too_large_) piece.context = header_;
  note_headers(piece);
  return true;
}

void ZeekSplitter::note_headers(const Piece& piece) {
  LineWalk lines(piece);
  while (const auto line = lines.next()) {
    if (line->text.starts_with('#') && ZeekHeader::is_part(line->text)) note_header_line(line->text);
  }
}

void ZeekSplitter::note_header_line(std::string_view line) {
  if (ZeekHeader::is_first(line)) {
    header_.clear();
    too_large_ = false;
  }
  too_large_ = too_large_ || header_.size() + line.size() > kMaxHeader;
  if (!too_large_) header_.append(line).append("\n");
}

}  // namespace hoptrace::decode::zeek
