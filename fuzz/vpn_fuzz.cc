// Logs of VPN gateways: any bytes through splitter and decoder (format_check.h), with patterns of every kind of name;
// then the first line as a pattern of its own, which the rest is matched against.
#include "decode/vpn/vpn_format.h"
#include "decode/vpn/vpn_patterns.h"
#include "format_check.h"

namespace {

using namespace hoptrace;

constexpr std::string_view kPatterns = R"(
name: every kind
programs: [openvpn, 'ovpn-*']
signs: ['%ASA-', 'subtype="vpn"']
own_file: true
lines:
  - {line: '{user}/{public_ip} MULTI: {*}: {assigned_ip}', action: begin}
  - {line: '{user}/{public_ip}:{public_port} MULTI: {*}: {assigned_ip}', action: begin}
  - {line: '{user}/{public_ip}:{public_port} SIG{*}[{reason}] received, client-instance {*}', action: end, event_id: 7}
  - {line: '{*}Group = {group}, Username = {user}, Duration: {duration}, xmt: {bytes_out}, rcv: {bytes_in}, {*}', action: end}
  - {line: '{*}devname="{host}"{*}IPv6={assigned_ipv6} at ''{time}'' {*}', action: tunnel_begin}
)";

void check_pattern(std::string_view text) {
  const std::size_t end = text.find('\n');
  const auto pattern = decode::vpn::LinePattern::parse(text.substr(0, end));
  if (!pattern) return base::check(!pattern.error().empty(), "a refusal says why");
  const std::string_view rest = end == std::string_view::npos ? text : text.substr(end + 1);
  const auto captured = pattern->match(rest);
  if (!captured) return;
  for (const std::string_view part : *captured) {
    base::check(
        part.empty() || (part.data() >= rest.data() && part.data() + part.size() <= rest.data() + rest.size()),
        "what is taken out stood in the line");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto kRead = decode::vpn::VpnPatterns::parse(kPatterns, "vpn_fuzz.cc");
  base::check(kRead.has_value(), "the harness' patterns are right");
  const base::Bytes bytes(data, size);
  check_format(decode::vpn::vpn_format(), bytes, {.carve = false, .vpn = &*kRead});
  check_pattern(base::text_of(bytes));
  return 0;
}
