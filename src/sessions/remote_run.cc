#include "sessions/remote_run.h"

#include <array>

#include "sessions/text_match.h"

namespace hoptrace::sessions {
namespace {

// What these start, somebody elsewhere has asked for: WMI providers and event consumers, WinRM and its shells, SSH,
// and the services that psexec and its kin install.
constexpr std::array<std::string_view, 11> kRemoteParents{
    "wmiprvse.exe", "scrcons.exe",   "wsmprovhost.exe", "winrshost.exe", "sshd.exe",      "psexesvc.exe",
    "paexec.exe",   "csexecsvc.exe", "winexesvc.exe",   "remcomsvc.exe", "remcom_svc.exe"};
// These themselves are there for somebody elsewhere.
constexpr std::array<std::string_view, 7> kRemoteImages{"wsmprovhost.exe", "winrshost.exe", "psexesvc.exe",
                                                        "csexecsvc.exe",   "winexesvc.exe", "remcomsvc.exe",
                                                        "remcom_svc.exe"};
// Run whatever they are told to.
constexpr std::array<std::string_view, 16> kInterpreters{
    "cmd.exe",     "powershell.exe", "pwsh.exe",    "rundll32.exe",    "regsvr32.exe", "mshta.exe",
    "wscript.exe", "cscript.exe",    "msbuild.exe", "installutil.exe", "certutil.exe", "bitsadmin.exe",
    "msiexec.exe", "wmic.exe",       "net.exe",     "schtasks.exe"};
// Started by DCOM all day, at the user's own asking.
constexpr std::array<std::string_view, 11> kDcomOwn{"explorer.exe",
                                                    "wmiprvse.exe",
                                                    "runtimebroker.exe",
                                                    "smartscreen.exe",
                                                    "backgroundtaskhost.exe",
                                                    "shellexperiencehost.exe",
                                                    "prevhost.exe",
                                                    "taskhostw.exe",
                                                    "applicationframehost.exe",
                                                    "unsecapp.exe",
                                                    "slui.exe"};
// Remote monitoring and management: ConnectWise, N-able, Kaseya, Datto, NinjaOne, Atera, Syncro, Pulseway, Level,
// Action1, ManageEngine, TeamViewer, AnyDesk, Splashtop, MeshCentral, Tactical, SimpleHelp, BeyondTrust,
// Configuration Manager. Names: the makers' documentation; the LOLRMM project (lolrmm.io).
constexpr std::array<std::string_view, 31> kAgents{"screenconnect.clientservice.exe",
                                                   "screenconnect.windowsclient.exe",
                                                   "ltsvc.exe",
                                                   "ltsvcmon.exe",
                                                   "winagent.exe",
                                                   "basupsrvc.exe",
                                                   "agentmon.exe",
                                                   "kaseya.agentendpoint.exe",
                                                   "cagservice.exe",
                                                   "aemagent.exe",
                                                   "ninjarmmagent.exe",
                                                   "ateraagent.exe",
                                                   "agentpackagerunscript.exe",
                                                   "agentpackageruncommandinteractive.exe",
                                                   "syncro.app.runner.exe",
                                                   "syncro.service.exe",
                                                   "pcmonitorsrv.exe",
                                                   "level.exe",
                                                   "action1_agent.exe",
                                                   "dcagentservice.exe",
                                                   "teamviewer_service.exe",
                                                   "anydesk.exe",
                                                   "srserver.exe",
                                                   "sragent.exe",
                                                   "meshagent.exe",
                                                   "tacticalrmm.exe",
                                                   "simplehelpcustomer.exe",
                                                   "remote access.exe",
                                                   "bomgar-scc.exe",
                                                   "dwagsvc.exe",
                                                   "ccmexec.exe"};

// An interpreter, or a program from where none is installed.
bool is_odd(std::string_view image) {
  return is_one_of(file_name(image), kInterpreters) || !is_installed(image);
}

}  // namespace

bool is_installed(std::string_view path) {
  constexpr std::array<std::string_view, 11> kFolders{"\\windows\\system32\\",
                                                      "\\windows\\syswow64\\",
                                                      "\\windows\\winsxs\\",
                                                      "\\windows\\servicing\\",
                                                      "\\windows\\systemapps\\",
                                                      "\\windows\\immersivecontrolpanel\\",
                                                      "\\windows\\softwaredistribution\\",
                                                      "\\windows\\microsoft.net\\",
                                                      "\\program files\\",
                                                      "\\program files (x86)\\",
                                                      "\\programdata\\microsoft\\"};
  for (const std::string_view folder : kFolders) {
    if (contains(path, folder)) return true;
  }
  return false;
}

Run run_of(const Started& process) {
  const std::string_view parent = file_name(process.parent), image = file_name(process.image);
  if (is_one_of(parent, kRemoteParents) || is_one_of(image, kRemoteImages)) return Run::kRemote;
  if (is_one_of(parent, kAgents)) return Run::kAgent;
  constexpr std::array<std::string_view, 4> kOddOnly{"services.exe", "mmc.exe", "taskeng.exe", "taskhostw.exe"};
  if (is_one_of(parent, kOddOnly)) return is_odd(process.image) ? Run::kRemote : Run::kNone;
  if (!same(parent, "svchost.exe")) return Run::kNone;
  const bool embedded = contains(process.command, "-embedding") || contains(process.command, "/automation");
  if (is_one_of(image, kDcomOwn)) return Run::kNone;
  if (embedded) return Run::kRemote;
  return is_odd(process.image) ? Run::kRemote : Run::kNone;
}

}  // namespace hoptrace::sessions
