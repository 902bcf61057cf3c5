#include "decode/vpn/vpn_splitter.h"

#include "decode/vpn/log_head.h"

namespace hoptrace::decode::vpn {

base::Result<bool> VpnSplitter::next(evidence::ByteStream& stream, Piece& piece) {
  auto more = cutter_.next(stream, piece);
  if (!more || !*more) return more;
  piece.context = years_.context();
  years_ = years_at(piece);
  LineWalk lines(piece);
  while (const auto line = lines.next()) {
    if (const LogHead head = read_head(line->text); head.stamp) years_.note(*head.stamp);
  }
  return true;
}

YearSense years_at(const Piece& piece) {
  YearSense known = YearSense::from_context(piece.context);
  if (known.known()) return known;
  YearSense ahead;
  LineWalk lines(piece);
  while (const auto line = lines.next()) {
    const LogHead head = read_head(line->text);
    if (head.stamp && ahead.look_ahead(*head.stamp)) return ahead;
  }
  return known;
}

}  // namespace hoptrace::decode::vpn
