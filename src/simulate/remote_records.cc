#include "simulate/remote_records.h"

#include <fmt/format.h>

#include <string>

#include "simulate/record_parts.h"

namespace hoptrace::simulate::records {
namespace {

constexpr LogSpec kServices{"Service Control Manager", "{555908d1-a6d7-4695-8e1e-26931d2012f4}", "System"};
constexpr LogSpec kEventLogService{"EventLog", "", "System"};
constexpr LogSpec kSessions{"Microsoft-Windows-TerminalServices-LocalSessionManager",
                            "{5d896912-022d-40aa-a3a8-4fa5515c76d7}",
                            "Microsoft-Windows-TerminalServices-LocalSessionManager/Operational"};
constexpr LogSpec kRdpServer{"Microsoft-Windows-TerminalServices-RemoteConnectionManager",
                             "{c76baa63-ae81-421c-b425-340b4b24157f}",
                             "Microsoft-Windows-TerminalServices-RemoteConnectionManager/Operational"};
constexpr LogSpec kRdpClient{"Microsoft-Windows-TerminalServices-ClientActiveXCore",
                             "{28aa95bb-d444-4719-a36f-40462168127e}",
                             "Microsoft-Windows-TerminalServices-RDPClient/Operational"};
constexpr LogSpec kWinrm{"Microsoft-Windows-WinRM", "{a7975c8f-ac13-49f1-87da-5a984a4ab417}",
                         "Microsoft-Windows-WinRM/Operational"};
constexpr LogSpec kTasks{"Microsoft-Windows-TaskScheduler", "{de7b24ea-73c8-4a09-985d-5bdadcfa9017}",
                         "Microsoft-Windows-TaskScheduler/Operational"};

LogRecord with_user_data(LogRecord r, std::string_view element) {
  r.user_data = element;
  r.keywords = 0x4000000000000000;
  return r;
}

}  // namespace

std::string hex_text(std::uint64_t value) {
  return fmt::format("0x{:x}", value);
}

std::string some_guid(Time at, std::uint64_t salt) {
  const std::uint64_t a = static_cast<std::uint64_t>(at.ticks) * 0x9E3779B97F4A7C15ULL ^ salt * 0xC2B2AE3D27D4EB4FULL;
  const std::uint64_t b = (a ^ a >> 29) * 0xBF58476D1CE4E5B9ULL;
  return fmt::format("{{{:08x}-{:04x}-{:04x}-{:04x}-{:012x}}}", a >> 32, a >> 16 & 0xFFFF, b >> 48, b >> 32 & 0xFFFF,
                     b & 0xFFFFFFFFFFFF);
}

LogRecord service_installed(Time at, const Who& who, std::string_view name, std::string_view image) {
  LogRecord r = make_record(kServices, 7045, at, 0,
                            {{"ServiceName", std::string(name)},
                             {"ImagePath", std::string(image)},
                             {"ServiceType", "user mode service"},
                             {"StartType", "demand start"},
                             {"AccountName", "LocalSystem"}});
  r.keywords = 0x8080000000000000;
  r.user_sid = who.sid;
  return r;
}

LogRecord log_started(Time at) {
  LogRecord r = make_record(kEventLogService, 6005, at, 0, {{"", ""}});
  r.keywords = 0x80000000000000;
  return r;
}

LogRecord log_stopped(Time at) {
  LogRecord r = make_record(kEventLogService, 6006, at, 0, {{"", ""}});
  r.keywords = 0x80000000000000;
  return r;
}

LogRecord rdp_session(Time at, std::uint16_t id, std::string_view user, std::string_view address) {
  return with_user_data(
      make_record(
          kSessions, id, at, 0,
          id == 23 ? RecordData{{"User", std::string(user)}, {"SessionID", "2"}}
                   : RecordData{{"User", std::string(user)}, {"SessionID", "2"}, {"Address", std::string(address)}}),
      "EventXML");
}

LogRecord rdp_authenticated(Time at, const Who& who, std::string_view address) {
  return with_user_data(make_record(kRdpServer, 1149, at, 0,
                                    {{"Param1", who.user}, {"Param2", who.domain}, {"Param3", std::string(address)}}),
                        "EventXML");
}

LogRecord rdp_going(Time at, const Who& who, std::uint16_t id, std::string_view target) {
  LogRecord r = make_record(kRdpClient, id, at, 101,
                            {{"Name", "Server Name"}, {"Value", std::string(target)}, {"CustomLevel", "Info"}});
  r.keywords = 0x4000000000000000;
  r.user_sid = who.sid;
  return r;
}

LogRecord winrm_going(Time at, const Who& who, std::string_view target) {
  LogRecord r =
      make_record(kWinrm, 6, at, 3, {{"connection", fmt::format("{}/wsman?PSVersion=5.1.17763.6189", target)}});
  r.keywords = 0x4000000000000002;
  r.user_sid = who.sid;
  return r;
}

LogRecord winrm_shell(Time at, const Who& who) {
  LogRecord r = make_record(kWinrm, 91, at, 9,
                            {{"resourceUri", "http://schemas.microsoft.com/powershell/Microsoft.PowerShell"},
                             {"shellId", some_guid(at, who.logon_id)}});
  r.keywords = 0x4000000000000004;
  r.user_sid = who.sid;
  return r;
}

LogRecord task_registered(Time at, std::string_view name, std::string_view user) {
  LogRecord r =
      make_record(kTasks, 106, at, 106, {{"TaskName", std::string(name)}, {"UserContext", std::string(user)}});
  r.user_sid = "S-1-5-18";
  return r;
}

}  // namespace hoptrace::simulate::records
