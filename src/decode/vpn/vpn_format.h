// The row of VPN gateways' logs in the table of formats (decode/format.h).
#pragma once

#include "decode/format.h"

namespace hoptrace::decode::vpn {

[[nodiscard]] const Format& vpn_format();

}  // namespace hoptrace::decode::vpn
