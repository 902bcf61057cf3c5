// Which other host a command line goes to: mstsc /v:HOST, wmic /node:HOST, sc \\HOST, schtasks /s HOST, psexec
// \\HOST, winrs -r:HOST, Invoke-Command -ComputerName HOST, copy x \\HOST\c$, ssh user@HOST ... A row a tool
// (command_target.cc).
#pragma once

#include <string_view>

namespace hoptrace::sessions {

// The host that `command` (run by `image`, a path) names, a part of `command`; empty where it names none, or names it
// by a variable or a file. At most the first 4096 bytes are looked at.
[[nodiscard]] std::string_view command_target(std::string_view image, std::string_view command);

// The first word (behind the program) that is an address of the organisation's own ranges: programs that nobody knows
// are told so where to go.
[[nodiscard]] std::string_view command_address(std::string_view command);

// The same for a piece of PowerShell; of the cmdlets that run something on another host only.
[[nodiscard]] std::string_view shell_target(std::string_view script);

}  // namespace hoptrace::sessions
