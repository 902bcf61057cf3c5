#include "decode/format.h"

#include <algorithm>
#include <array>

#include "decode/evtx/evtx_format.h"
#include "decode/json/json_format.h"
#include "decode/proxy/proxy_format.h"
#include "decode/vpn/vpn_format.h"
#include "decode/zeek/zeek_format.h"

namespace hoptrace::decode {

// In the order in which they are tried: a format that is told by a signature stands before one that is told by its
// looks. To add a format: one folder under decode/, one include above, one row here.
std::span<const Format> formats() {
  static const std::array kRows{
      evtx::evtx_format(),   zeek::zeek_format(), proxy::w3c_format(),
      proxy::squid_format(), json::json_format(), vpn::vpn_format(),
  };
  return kRows;
}

const Format* identify(base::Bytes head, const DecodeOptions& options) {
  const auto rows = formats();
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const Format& f) { return f.is_this(head, options); });
  return row == rows.end() ? nullptr : &*row;
}

const Format* find_format(std::string_view name) {
  const auto rows = formats();
  const auto row = std::find_if(rows.begin(), rows.end(), [name](const Format& f) { return f.name == name; });
  return row == rows.end() ? nullptr : &*row;
}

}  // namespace hoptrace::decode
