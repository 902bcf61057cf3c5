#include "decode/proxy/proxy_format.h"

#include <algorithm>

#include "base/unicode.h"
#include "decode/proxy/proxy_decoder.h"

namespace hoptrace::decode::proxy {
namespace {

// '#' lines come first, and one of them names the fields.
bool is_w3c(base::Bytes head, const DecodeOptions&) {
  if (std::ranges::find(head, std::uint8_t{0}) != head.end()) return false;
  LineWalk walk(head, 0);
  while (const auto line = walk.next()) {
    if (line->text.empty()) continue;
    if (!line->text.starts_with('#')) return false;
    if (line->text.size() > 8 && base::fold(line->text.substr(0, 8)) == "#fields:") return true;
  }
  return false;
}

// The first line, and most of the head's.
bool is_squid(base::Bytes head, const DecodeOptions&) {
  if (std::ranges::find(head, std::uint8_t{0}) != head.end()) return false;
  std::size_t lines = 0, ours = 0;
  LineWalk walk(head, 0);
  while (const auto line = walk.next()) {
    if (line->text.empty() || (!line->whole && lines > 0)) continue;  // the head may end within a line
    ++lines;
    if (read_squid(line->text)) ++ours;
    if (ours == 0) return false;
  }
  return lines > 0 && 2 * ours > lines;
}

std::unique_ptr<Splitter> make_splitter(const DecodeOptions&) {
  return std::make_unique<ProxySplitter>();
}

std::unique_ptr<Decoder> w3c_decoder(const event::FieldDictionary& names, const DecodeOptions&) {
  return std::make_unique<ProxyDecoder>(names, ProxyDecoder::Form::kW3c);
}

std::unique_ptr<Decoder> squid_decoder(const event::FieldDictionary& names, const DecodeOptions&) {
  return std::make_unique<ProxyDecoder>(names, ProxyDecoder::Form::kSquid);
}

}  // namespace

const Format& w3c_format() {
  static constexpr Format kRow{.name = "w3c",
                               .title = "access log (W3C extended)",
                               .extensions = "",
                               .is_this = is_w3c,
                               .splitter = make_splitter,
                               .decoder = w3c_decoder};
  return kRow;
}

const Format& squid_format() {
  static constexpr Format kRow{.name = "squid",
                               .title = "access log of Squid",
                               .extensions = "",
                               .is_this = is_squid,
                               .splitter = make_splitter,
                               .decoder = squid_decoder};
  return kRow;
}

}  // namespace hoptrace::decode::proxy
