// VpnDecoder: the lines of a VPN gateway's log to Events of the kind vpn/remote_access.
//
// A line that a pattern knows (vpn_patterns.h) gives the pattern's fields and its action; another line of a VPN's own
// program is an Event with its message alone. Lines of other programs and devices in the same file are passed over
// and counted. Times without a zone are taken as UTC, times without a year where the file says it (year_sense.h):
// both are said once a piece. One thread.
#pragma once

#include "decode/decoder.h"
#include "decode/line_pieces.h"
#include "decode/trouble_count.h"
#include "decode/vpn/vpn_patterns.h"
#include "decode/vpn/year_sense.h"

namespace hoptrace::decode::vpn {

class VpnDecoder : public Decoder {
 public:
  // `patterns` may be nullptr: then no line is known. Both outlive the decoder.
  VpnDecoder(const event::FieldDictionary& names, const VpnPatterns* patterns) : names_(names), patterns_(patterns) {}

  void decode(const Piece& piece, EventSink& sink) override;

 private:
  void take_line(const Line& line, EventSink& sink);
  void tell_time(const std::optional<LogStamp>& stamp, int year);
  void add_head(const LogHead& head, const VpnLine& known);
  void add_captured(const Captured& captured);
  void add(std::string_view name, event::Value value, bool system = false);

  const event::FieldDictionary& names_;
  const VpnPatterns* patterns_;
  YearSense years_;
  event::Event event_;
  TroubleCount troubles_;
};

}  // namespace hoptrace::decode::vpn
