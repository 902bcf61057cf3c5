// LogHead: what stands before the message of a line: time, host, program. RFC 3164, RFC 5424, rsyslog's ISO times,
// Cisco's devices (with and without a relay before them), and programs' own files, which name neither host nor
// program.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "decode/vpn/log_stamp.h"

namespace hoptrace::decode::vpn {

struct LogHead {
  std::optional<LogStamp>
      stamp;  // the device's own where a relay put one before it, unless only the relay's has a year
  std::string_view host, program;
  std::string_view message;
  bool alone = false;  // a stamp and no more: a program's own file
};

// Never fails: a line that begins with nothing known is all message, without a stamp.
[[nodiscard]] LogHead read_head(std::string_view line);

}  // namespace hoptrace::decode::vpn
