// Remote runs: which processes show that somebody ran something on this host from another.
#pragma once

#include <cstdint>
#include <string_view>

namespace hoptrace::sessions {

struct Started {
  std::string_view parent, image;            // paths
  std::string_view parent_command, command;  // parent_command: only Sysmon has it
};

enum class Run : std::uint8_t {
  kNone,
  kRemote,  // by WMI, WinRM, DCOM, a service, a task, SSH
  kAgent,   // by a remote-management agent
};
// Whether a program lies where Windows or an installer puts programs.
[[nodiscard]] bool is_installed(std::string_view path);
[[nodiscard]] Run run_of(const Started& process);

}  // namespace hoptrace::sessions
