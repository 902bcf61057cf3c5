// Ports by which one gets onto a host, pipes and endpoints by which one acts there: what flows and pipes are looked
// at for. Web ports are none: nobody is onto a host by them alone.
#pragma once

#include <cstdint>
#include <string_view>

namespace hoptrace::sessions {

[[nodiscard]] bool is_way_in(std::uint64_t port);
// Where Windows puts RPC endpoints: 49152 and above (RFC 6335 section 6).
[[nodiscard]] constexpr bool is_dynamic(std::uint64_t port) {
  return port >= 49152 && port <= 65535;
}
// A named pipe, with or without backslashes in front, that acts on a host from afar: svcctl, atsvc, PSEXESVC...
[[nodiscard]] bool is_acting_pipe(std::string_view pipe);
// Of a path ("C:\x\evil.EXE"): of a program or script.
[[nodiscard]] bool is_program(std::string_view path);
// Shares that every host opens at every logon; "\\*\" in front is passed over.
[[nodiscard]] bool is_policy_share(std::string_view share);

}  // namespace hoptrace::sessions
