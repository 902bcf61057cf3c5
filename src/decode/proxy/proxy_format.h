// The table rows of proxies' access logs: W3C extended, told by its "#Fields:" line, and Squid's native format, told
// by its lines.
#pragma once

#include "decode/format.h"

namespace hoptrace::decode::proxy {

[[nodiscard]] const Format& w3c_format();
[[nodiscard]] const Format& squid_format();

}  // namespace hoptrace::decode::proxy
