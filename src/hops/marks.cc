#include "hops/marks.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/unicode.h"

namespace hoptrace::hops {
namespace {

struct PortMark {
  std::uint16_t port;
  Marks marks;
};
constexpr std::array<PortMark, 22> kPorts = {
    {{22, kMarkSsh},        {53, kMarkDirectory},   {88, kMarkDirectory},   {135, kMarkRpc},
     {139, kMarkPort445},   {389, kMarkDirectory},  {445, kMarkPort445},    {464, kMarkDirectory},
     {636, kMarkDirectory}, {3268, kMarkDirectory}, {3269, kMarkDirectory}, {3389, kMarkRdp},
     {5985, kMarkWinrm},    {5986, kMarkWinrm},     {9389, kMarkDirectory}, {47001, kMarkWinrm},
     {5938, kMarkAgent},    {6568, kMarkAgent},     {7070, kMarkAgent},     {8040, kMarkAgent},
     {8041, kMarkAgent},    {5721, kMarkAgent}}};
constexpr std::uint16_t kFirstDynamic = 49152;

struct TextMark {
  std::string_view text;
  Marks marks;
};
// Endpoints and pipes, as Sysmon, share access and Zeek's dce_rpc name them.
constexpr std::array<TextMark, 20> kPipes = {{{"svcctl", kMarkService},
                                              {"atsvc", kMarkTask},
                                              {"itaskschedulerservice", kMarkTask},
                                              {"iwbem", kMarkWmi},
                                              {"psexesvc", kMarkServiceRun},
                                              {"remcom_", kMarkServiceRun},
                                              {"paexec", kMarkServiceRun},
                                              {"csexec", kMarkServiceRun},
                                              {"iremotescmactivator", kMarkDcom},
                                              {"isystemactivator", kMarkDcom},
                                              {"winreg", kMarkSmb},
                                              {"srvsvc", kMarkSmb},
                                              {"wkssvc", kMarkSmb},
                                              {"eventlog", kMarkSmb},
                                              {"lsarpc", kMarkDirectory},
                                              {"samr", kMarkDirectory},
                                              {"netlogon", kMarkDirectory},
                                              {"drsuapi", kMarkDirectory},
                                              {"lsass", kMarkDirectory},
                                              {"epmapper", kMarkRpc}}};
constexpr std::array<std::string_view, 9> kCommands = {
    "%comspec%", "cmd.exe", "cmd /c", "powershell", "psexesvc", "admin$", "127.0.0.1", "mshta.exe", "rundll32"};
// What runs on a host to which somebody came.
constexpr std::array<TextMark, 8> kRan = {{{"wsmprovhost.exe", kMarkWinrm},
                                           {"winrshost.exe", kMarkWinrm},
                                           {"wmiprvse.exe", kMarkWmi},
                                           {"scrcons.exe", kMarkWmi},
                                           {"psexesvc", kMarkServiceRun},
                                           {"paexec", kMarkServiceRun},
                                           {" -embedding", kMarkDcom},
                                           {"/automation", kMarkDcom}}};
// What runs on a host from which somebody goes, with the other host as an argument.
constexpr std::array<TextMark, 12> kReaches = {{{"wmic", kMarkWmi},
                                                {"/node:", kMarkWmi},
                                                {"get-wmiobject", kMarkWmi},
                                                {"invoke-wmimethod", kMarkWmi},
                                                {"\\sc.exe", kMarkService},
                                                {"schtasks", kMarkTask},
                                                {"mstsc", kMarkRdp},
                                                {"winrs", kMarkWinrm},
                                                {"invoke-command", kMarkWinrm},
                                                {"pssession", kMarkWinrm},
                                                {"psexec", kMarkServiceRun},
                                                {" use \\\\", kMarkSmb}}};
constexpr std::array<TextMark, 8> kTools = {{{"csvde", kMarkTool},
                                             {"ntdsutil", kMarkTool},
                                             {"mimikatz", kMarkTool},
                                             {"procdump", kMarkTool},
                                             {"comsvcs.dll", kMarkTool},
                                             {"secretsdump", kMarkTool},
                                             {"sekurlsa", kMarkTool},
                                             {"lsadump", kMarkTool}}};

template <typename Table>
Marks all_in(const Table& table, std::string_view folded) {
  Marks marks = 0;
  for (const auto& row : table) {
    const auto& [text, mark] = row;
    if (folded.find(text) != std::string_view::npos) marks = static_cast<Marks>(marks | mark);
  }
  return marks;
}

struct MethodMark {
  Marks mark;
  Method method;
};
// The most specific first.
constexpr std::array<MethodMark, 14> kMethods = {{{kMarkCloud, Method::kGdap},
                                                  {kMarkAgent, Method::kRmm},
                                                  {kMarkVpn, Method::kVpn},
                                                  {kMarkServiceRun, Method::kSmbExec},
                                                  {kMarkTask, Method::kSchtask},
                                                  {kMarkWinrm, Method::kWinrm},
                                                  {kMarkService, Method::kService},
                                                  {kMarkRdp, Method::kRdp},
                                                  {kMarkWmi, Method::kWmi},
                                                  {kMarkDcom, Method::kDcom},
                                                  {kMarkSsh, Method::kSsh},
                                                  {kMarkSmb, Method::kSmb},
                                                  {kMarkPort445, Method::kSmb},
                                                  {kMarkRpc, Method::kOther}}};

constexpr Marks kFiles = kMarkSmb | kMarkPort445;
constexpr Marks kServices = kMarkService | kMarkServiceRun;
constexpr Marks kObjects = kMarkWmi | kMarkDcom;
constexpr Marks kTransports = kMarkRdp | kMarkWinrm | kMarkPort445 | kMarkRpc | kMarkSsh;
constexpr Marks kWays = kMarkRdp | kServices | kMarkTask | kMarkWinrm | kObjects | kFiles | kMarkSsh;

}  // namespace

Marks marks_of_port(std::uint16_t port, std::string_view program) {
  for (const auto& row : kPorts)
    if (row.port == port) return row.marks;
  if (port < kFirstDynamic) return 0;
  const std::string folded = base::fold(program);
  if (folded.ends_with("services.exe")) return kMarkRpc | kMarkService;
  if (folded.ends_with("lsass.exe")) return kMarkDirectory;
  return kMarkRpc;
}

Marks marks_of_share(std::string_view share) {
  const std::string folded = base::fold(share);
  if (folded.find("sysvol") != std::string::npos || folded.find("netlogon") != std::string::npos)
    return kMarkDirectory;
  if (folded.find("ipc$") != std::string::npos) return all_in(kPipes, folded);
  return kMarkSmb;
}

// A command, or a program laid where the administrators' share leads (psexec and its kin), is run once; a program
// that was installed elsewhere is a service.
Marks marks_of_service(std::string_view name_and_image) {
  const std::string folded = base::fold(name_and_image);
  std::string_view image = std::string_view(folded).substr(std::min(folded.find('|'), folded.size() - 1) + 1);
  for (const std::string_view command : kCommands)
    if (image.find(command) != std::string_view::npos) return kMarkService | kMarkServiceRun;
  for (const std::string_view root : {R"(%systemroot%\)", R"(%windir%\)", R"(c:\windows\)"})
    if (image.starts_with(root) && image.find('\\', root.size()) == std::string_view::npos)
      return kMarkService | kMarkServiceRun;
  return kMarkService;
}

Marks marks_of_pipe(std::string_view pipe) {
  return all_in(kPipes, base::fold(pipe));
}

Marks marks_of_process(std::string_view process) {
  const std::string folded = base::fold(process);
  return static_cast<Marks>(all_in(kRan, folded) | all_in(kTools, folded));
}

Marks marks_of_reach(std::string_view process) {
  const std::string folded = base::fold(process);
  return static_cast<Marks>(all_in(kReaches, folded) | all_in(kTools, folded));
}

Method method_of(Marks marks) {
  for (const auto& row : kMethods)
    if ((marks & row.mark) != 0) return row.method;
  return Method::kUnknown;
}

Marks transport_of(Marks marks) {
  Marks result = marks & kTransports;
  if ((marks & (kMarkSmb | kMarkService | kMarkServiceRun | kMarkTask)) != 0)
    result = static_cast<Marks>(result | kMarkPort445);
  if ((marks & (kMarkWmi | kMarkDcom | kMarkTask)) != 0) result = static_cast<Marks>(result | kMarkRpc);
  return result;
}

bool can_be_one(Marks a, Marks b) {
  const Marks one = a & kWays, other = b & kWays;
  if (one == 0 || other == 0 || (one & other) != 0) return true;
  const auto within = [&](int family) { return ((one | other) & ~family) == 0; };
  if (within(kFiles | kServices | kMarkTask)) return true;
  return within(kObjects) || within(kFiles);
}

}  // namespace hoptrace::hops
