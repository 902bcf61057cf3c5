#include "sessions/ports.h"

#include <algorithm>
#include <array>

#include "sessions/text_match.h"

namespace hoptrace::sessions {
namespace {

// SSH, Telnet, RPC, NetBIOS, SMB, remote desktop, Radmin, Kaseya's agents, VNC, TeamViewer, WinRM (two of old),
// AnyDesk, ScreenConnect.
constexpr std::array<std::uint64_t, 17> kWaysIn{22,   23,   135,  139,  445,  3389,  4899, 5721, 5900,
                                                5938, 5985, 5986, 6568, 7070, 47001, 8040, 8041};

// [MS-SCMR], [MS-TSCH], [MS-RRP], [MS-SRVS], [MS-SAMR], [MS-LSAD], [MS-WKST], [MS-RPRN], [MS-EVEN], [MS-RSP]; then
// the pipes of tools that run commands on other hosts, by how they begin.
constexpr std::array<std::string_view, 10> kPipes{"svcctl", "atsvc",  "winreg",   "srvsvc",       "samr",
                                                  "lsarpc", "wkssvc", "eventlog", "initshutdown", "ntsvcs"};
constexpr std::array<std::string_view, 8> kToolPipes{"psexesvc", "psexecsvc", "paexec", "remcom",
                                                     "csexec",   "winexe",    "msse-",  "postex_"};

constexpr std::array<std::string_view, 24> kPrograms{".exe", ".dll", ".sys", ".com",  ".scr", ".cpl", ".ocx", ".msi",
                                                     ".bat", ".cmd", ".ps1", ".psm1", ".vbs", ".vbe", ".js",  ".jse",
                                                     ".wsf", ".hta", ".lnk", ".job",  ".xll", ".xml", ".sct", ".xsl"};

std::string_view bare(std::string_view name) {
  return name.substr(std::min(name.find_first_not_of('\\'), name.size()));
}

}  // namespace

bool is_way_in(std::uint64_t port) {
  return std::ranges::find(kWaysIn, port) != kWaysIn.end();
}

bool is_acting_pipe(std::string_view pipe) {
  pipe = bare(pipe);
  return is_one_of(pipe, kPipes) ||
         std::ranges::any_of(kToolPipes, [&](std::string_view tool) { return begins(pipe, tool); });
}

bool is_program(std::string_view path) {
  return ends_in_one_of(path, kPrograms);
}

bool is_policy_share(std::string_view share) {
  constexpr std::array<std::string_view, 3> kShares{"SYSVOL", "NETLOGON", "print$"};
  return is_one_of(file_name(share), kShares);
}

}  // namespace hoptrace::sessions
