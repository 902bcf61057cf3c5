#include "decode/vpn/vpn_format.h"

#include <algorithm>

#include "decode/line_pieces.h"
#include "decode/vpn/vpn_decoder.h"
#include "decode/vpn/vpn_patterns.h"
#include "decode/vpn/vpn_splitter.h"

namespace hoptrace::decode::vpn {
namespace {

// A log (most lines begin with a time) in which some line is a VPN's: one that a pattern knows, or one that bears a
// VPN's sign. Other text may quote such lines, but does not begin its own with times.
bool is_vpn(base::Bytes head, const DecodeOptions& options) {
  if (options.vpn == nullptr || std::ranges::find(head, std::uint8_t{0}) != head.end()) return false;
  std::size_t lines = 0, stamped = 0;
  bool ours = false;
  LineWalk walk(head, 0);
  while (const auto line = walk.next()) {
    if (line->text.empty() || (!line->whole && lines > 0)) continue;  // the head may end within a line
    ++lines;
    const LogHead read = read_head(line->text);
    const auto known = ours && read.stamp ? std::nullopt : options.vpn->read(read);
    const bool timed = read.stamp || (known && !known->captured[static_cast<std::size_t>(Capture::kTime)].empty());
    if (timed) ++stamped;
    ours = ours || (timed && (known || options.vpn->has_sign(read)));
  }
  return ours && 2 * stamped >= lines;
}

std::unique_ptr<Splitter> make_splitter(const DecodeOptions&) {
  return std::make_unique<VpnSplitter>();
}

std::unique_ptr<Decoder> make_decoder(const event::FieldDictionary& names, const DecodeOptions& options) {
  return std::make_unique<VpnDecoder>(names, options.vpn);
}

}  // namespace

const Format& vpn_format() {
  static constexpr Format kRow{.name = "vpn",
                               .title = "log of a VPN gateway",
                               .extensions = "",
                               .is_this = is_vpn,
                               .splitter = make_splitter,
                               .decoder = make_decoder};
  return kRow;
}

}  // namespace hoptrace::decode::vpn
