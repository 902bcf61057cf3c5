// VpnSplitter: cuts the log of a VPN's gateway at line ends. A piece's context is what YearSense knows where it
// begins.
#pragma once

#include "decode/line_pieces.h"
#include "decode/vpn/year_sense.h"

namespace hoptrace::decode::vpn {

class VpnSplitter : public Splitter {
 public:
  [[nodiscard]] base::Result<bool> next(evidence::ByteStream& stream, Piece& piece) override;

 private:
  LineCutter cutter_;
  YearSense years_;
};

// What is known of the years where `piece` begins, from its context or from its first line that says one.
[[nodiscard]] YearSense years_at(const Piece& piece);

}  // namespace hoptrace::decode::vpn
