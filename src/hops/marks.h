// Marks: what a record says of the way in which somebody came. A row of the tables in marks.cc each; the facts of how
// Windows' remote services are reached are from [MS-SCMR], [MS-TSCH], [MS-WMI], [MS-DCOM], [MS-RDPBCGR] and the
// service port list of Microsoft's documentation.
#pragma once

#include <cstdint>
#include <string_view>

#include "hops/hop.h"
#include "sessions/fact.h"

namespace hoptrace::hops {

using Marks = std::uint16_t;
constexpr Marks kMarkRdp = 1 << 0, kMarkServiceRun = 1 << 1, kMarkService = 1 << 2, kMarkTask = 1 << 3,
                kMarkWinrm = 1 << 4, kMarkWmi = 1 << 5, kMarkDcom = 1 << 6, kMarkSmb = 1 << 7, kMarkSsh = 1 << 8,
                kMarkDirectory = 1 << 9,  // what every member does with its domain controller
    kMarkRpc = 1 << 10,                   // RPC's port mapper or a port that it gave out
    kMarkTool = 1 << 11,                  // how intruders work, whatever the way in: net use, dumps of credentials
    kMarkPort445 = 1 << 12,               // a connection to SMB's port; what for is not said
    kMarkAgent = 1 << 13,                 // a remote-management agent
    kMarkVpn = 1 << 14, kMarkCloud = 1 << 15;

// What a port says, with the program that listens there (host's own records name it).
[[nodiscard]] Marks marks_of_port(std::uint16_t port, std::string_view program);
[[nodiscard]] Marks marks_of_share(std::string_view share);
[[nodiscard]] Marks marks_of_service(std::string_view name_and_image);
[[nodiscard]] Marks marks_of_pipe(std::string_view pipe);
// Of "parent>image|command line": on the host that somebody came to, and on the one that somebody goes from.
[[nodiscard]] Marks marks_of_process(std::string_view process);
[[nodiscard]] Marks marks_of_reach(std::string_view process);
// The way that marks tell, by the most specific of them.
[[nodiscard]] Method method_of(Marks marks);
// The ports by which a way in is reached, as marks.
[[nodiscard]] Marks transport_of(Marks marks);
// Of two ways in: whether records that show them can be of one arrival (a file copied, then run as a service).
[[nodiscard]] bool can_be_one(Marks a, Marks b);

}  // namespace hoptrace::hops
