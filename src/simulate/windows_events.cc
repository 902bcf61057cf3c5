#include "simulate/windows_events.h"

#include <fmt/format.h>

#include "base/digest.h"

namespace hoptrace::simulate {
namespace {

using base::Time;
using Data = std::vector<std::pair<std::string_view, std::string>>;

constexpr LogSpec kSysmon{"Microsoft-Windows-Sysmon", "{5770385f-c22a-43e0-bf4c-06f5698ffbd9}",
                          "Microsoft-Windows-Sysmon/Operational"};
constexpr LogSpec kSecurity{"Microsoft-Windows-Security-Auditing", "{54849625-5478-4994-a5ba-3e3b0328c30d}",
                            "Security"};
constexpr LogSpec kServices{"Service Control Manager", "{555908d1-a6d7-4695-8e1e-26931d2012f4}", "System"};
constexpr LogSpec kEventLog{"Microsoft-Windows-Eventlog", "{fc65ddd8-d6ef-4962-83d5-6e5cfe9ce148}", "Security"};
constexpr LogSpec kSessions{"Microsoft-Windows-TerminalServices-LocalSessionManager",
                            "{5d896912-022d-40aa-a3a8-4fa5515c76d7}",
                            "Microsoft-Windows-TerminalServices-LocalSessionManager/Operational"};

LogRecord record(const LogSpec& log, std::uint16_t id, Time at, Data data) {
  LogRecord r;
  r.log = log;
  r.event_id = id;
  r.time = at;
  r.data = std::move(data);
  return r;
}

LogRecord sysmon(std::uint16_t id, Time at, Data data) {
  std::string utc = base::iso8601(at).substr(0, 23);  // Sysmon: "2016-11-10 09:16:02.123"
  utc[10] = ' ';
  data.insert(data.begin(), {{"RuleName", "-"}, {"UtcTime", utc}});
  LogRecord r = record(kSysmon, id, at, std::move(data));
  r.keywords = 0x8000000000000000;
  r.user_sid = "S-1-5-18";
  r.task = id;
  return r;
}

std::string file_of(std::string_view path) {
  return std::string(path.substr(path.rfind('\\') + 1));
}

std::string guid_of(std::string_view what) {
  const std::string d = base::sha256_hex(what);
  return fmt::format("{{{}-{}-{}-{}-{}}}", d.substr(0, 8), d.substr(8, 4), d.substr(12, 4), d.substr(16, 4),
                     d.substr(20, 12));
}

std::string process_guid(const Process& p) {
  return guid_of(p.image + std::to_string(p.pid));
}

std::string hashes_of(std::string_view path) {
  std::string sha = base::sha256_hex(path);
  for (char& c : sha) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return fmt::format("MD5={},SHA256={},IMPHASH={}", sha.substr(32), sha, sha.substr(0, 32));
}

std::string hex(std::uint64_t value) {
  return fmt::format("0x{:x}", value);
}

Data who(const Process& p) {
  return {{"ProcessGuid", process_guid(p)}, {"ProcessId", std::to_string(p.pid)}, {"Image", p.image}};
}

}  // namespace

LogRecord process_started(Time at, const Process& p) {
  const std::string original = p.original_name.empty() ? file_of(p.image) : p.original_name;
  Data data = who(p);
  const Data rest{{"FileVersion", "6.3.9600.17415"},
                  {"Description", original},
                  {"Product", "Microsoft Windows"},
                  {"Company", p.company},
                  {"OriginalFileName", original},
                  {"CommandLine", p.command_line},
                  {"CurrentDirectory", p.folder},
                  {"User", p.user},
                  {"LogonGuid", guid_of(p.user)},
                  {"LogonId", hex(p.logon_id)},
                  {"TerminalSessionId", "0"},
                  {"IntegrityLevel", p.integrity},
                  {"Hashes", hashes_of(p.image)},
                  {"ParentProcessGuid", guid_of(p.parent_image + std::to_string(p.parent_pid))},
                  {"ParentProcessId", std::to_string(p.parent_pid)},
                  {"ParentImage", p.parent_image},
                  {"ParentCommandLine", p.parent_command_line},
                  {"ParentUser", p.user}};
  data.insert(data.end(), rest.begin(), rest.end());
  return sysmon(1, at, std::move(data));
}

LogRecord process_created(Time at, const Host& host, const Process& p) {
  return record(kSecurity, 4688, at,
                {{"SubjectUserSid", "S-1-5-18"},
                 {"SubjectUserName", host.name + "$"},
                 {"SubjectDomainName", host.netbios},
                 {"SubjectLogonId", hex(p.logon_id)},
                 {"NewProcessId", hex(p.pid)},
                 {"NewProcessName", p.image},
                 {"TokenElevationType", "%%1936"},
                 {"ProcessId", hex(p.parent_pid)},
                 {"CommandLine", p.command_line},
                 {"TargetUserSid", "S-1-0-0"},
                 {"TargetUserName", "-"},
                 {"TargetDomainName", "-"},
                 {"TargetLogonId", "0x0"},
                 {"ParentProcessName", p.parent_image},
                 {"MandatoryLabel", "S-1-16-16384"}});
}

LogRecord connected(Time at, const Process& p, std::string_view from, std::string_view to, std::uint16_t port,
                    std::string_view host_name) {
  Data data = who(p);
  const Data rest{{"User", p.user},
                  {"Protocol", "tcp"},
                  {"Initiated", "true"},
                  {"SourceIsIpv6", "false"},
                  {"SourceIp", std::string(from)},
                  {"SourceHostname", "-"},
                  {"SourcePort", std::to_string(49152 + p.pid % 16000)},
                  {"SourcePortName", "-"},
                  {"DestinationIsIpv6", "false"},
                  {"DestinationIp", std::string(to)},
                  {"DestinationHostname", std::string(host_name)},
                  {"DestinationPort", std::to_string(port)},
                  {"DestinationPortName", "-"}};
  data.insert(data.end(), rest.begin(), rest.end());
  return sysmon(3, at, std::move(data));
}

LogRecord image_loaded(Time at, const Process& p, std::string_view loaded, bool signed_file,
                       std::string_view sha256) {
  Data data = who(p);
  const std::string hashes = sha256.empty() ? hashes_of(loaded) : fmt::format("SHA256={}", sha256);
  const Data rest{{"ImageLoaded", std::string(loaded)},
                  {"FileVersion", "-"},
                  {"Description", "-"},
                  {"Product", "-"},
                  {"Company", "-"},
                  {"OriginalFileName", "-"},
                  {"Hashes", hashes},
                  {"Signed", signed_file ? "true" : "false"},
                  {"Signature", signed_file ? "Microsoft Windows" : "-"},
                  {"SignatureStatus", signed_file ? "Valid" : "Unavailable"},
                  {"User", p.user}};
  data.insert(data.end(), rest.begin(), rest.end());
  return sysmon(7, at, std::move(data));
}

LogRecord process_accessed(Time at, const Process& source, std::string_view target, std::string_view access) {
  return sysmon(10, at,
                {{"SourceProcessGUID", process_guid(source)},
                 {"SourceProcessId", std::to_string(source.pid)},
                 {"SourceThreadId", "2210"},
                 {"SourceImage", source.image},
                 {"TargetProcessGUID", guid_of(target)},
                 {"TargetProcessId", "612"},
                 {"TargetImage", std::string(target)},
                 {"GrantedAccess", std::string(access)},
                 {"CallTrace", "C:\\Windows\\SYSTEM32\\ntdll.dll+9c584|C:\\recovery\\mpsvc.dll+1a20"},
                 {"SourceUser", source.user},
                 {"TargetUser", "NT AUTHORITY\\SYSTEM"}});
}

LogRecord file_created(Time at, const Process& p, std::string_view file) {
  Data data = who(p);
  const Data rest{{"TargetFilename", std::string(file)},
                  {"CreationUtcTime", base::iso8601(at).substr(0, 10) + " 00:00:00.000"},
                  {"User", p.user}};
  data.insert(data.end(), rest.begin(), rest.end());
  return sysmon(11, at, std::move(data));
}

LogRecord pipe_created(Time at, const Process& p, std::string_view pipe) {
  Data data{{"EventType", "CreatePipe"}};
  const Data process = who(p);
  data.insert(data.end(), process.begin(), process.end());
  data.insert(data.begin() + 3, {"PipeName", std::string(pipe)});
  data.emplace_back("User", p.user);
  return sysmon(17, at, std::move(data));
}

LogRecord name_queried(Time at, const Process& p, std::string_view name, std::string_view answer) {
  Data data = who(p);
  data.insert(data.begin() + 2, {{"QueryName", std::string(name)},
                                 {"QueryStatus", "0"},
                                 {"QueryResults", "::ffff:" + std::string(answer) + ";"}});
  data.emplace_back("User", p.user);
  return sysmon(22, at, std::move(data));
}

LogRecord logged_on(Time at, const Host& host, const Logon& l) {
  return record(kSecurity, 4624, at,
                {{"SubjectUserSid", l.type == 3 ? "S-1-0-0" : "S-1-5-18"},
                 {"SubjectUserName", l.type == 3 ? "-" : host.name + "$"},
                 {"SubjectDomainName", l.type == 3 ? "-" : host.netbios},
                 {"SubjectLogonId", l.type == 3 ? "0x0" : "0x3e7"},
                 {"TargetUserSid", "S-1-5-21-1004336348-1177238915-682003330-1104"},
                 {"TargetUserName", l.user},
                 {"TargetDomainName", l.domain},
                 {"TargetLogonId", hex(l.logon_id)},
                 {"LogonType", std::to_string(l.type)},
                 {"LogonProcessName", l.package == "NTLM" ? "NtLmSsp "
                                      : l.type == 10      ? "User32 "
                                                          : "Kerberos"},
                 {"AuthenticationPackageName", l.package},
                 {"WorkstationName", l.workstation},
                 {"LogonGuid", "{00000000-0000-0000-0000-000000000000}"},
                 {"TransmittedServices", "-"},
                 {"LmPackageName", l.package == "NTLM" ? "NTLM V2" : "-"},
                 {"KeyLength", l.package == "NTLM" ? "128" : "0"},
                 {"ProcessId", l.type == 10 ? "0x3f8" : "0x0"},
                 {"ProcessName", l.type == 10 ? "C:\\Windows\\System32\\svchost.exe" : "-"},
                 {"IpAddress", l.address},
                 {"IpPort", l.address == "-" ? "-" : "49811"},
                 {"ImpersonationLevel", "%%1833"}});
}

LogRecord logged_off(Time at, const Logon& l) {
  return record(kSecurity, 4634, at,
                {{"TargetUserSid", "S-1-5-21-1004336348-1177238915-682003330-1104"},
                 {"TargetUserName", l.user},
                 {"TargetDomainName", l.domain},
                 {"TargetLogonId", hex(l.logon_id)},
                 {"LogonType", std::to_string(l.type)}});
}

LogRecord logon_failed(Time at, const Logon& l) {
  return record(kSecurity, 4625, at,
                {{"SubjectUserSid", "S-1-0-0"},
                 {"SubjectUserName", "-"},
                 {"SubjectDomainName", "-"},
                 {"SubjectLogonId", "0x0"},
                 {"TargetUserSid", "S-1-0-0"},
                 {"TargetUserName", l.user},
                 {"TargetDomainName", l.domain},
                 {"Status", "0xc000006d"},
                 {"FailureReason", "%%2313"},
                 {"SubStatus", "0xc000006a"},
                 {"LogonType", std::to_string(l.type)},
                 {"LogonProcessName", "NtLmSsp "},
                 {"AuthenticationPackageName", "NTLM"},
                 {"WorkstationName", l.workstation},
                 {"TransmittedServices", "-"},
                 {"LmPackageName", "-"},
                 {"KeyLength", "0"},
                 {"ProcessId", "0x0"},
                 {"ProcessName", "-"},
                 {"IpAddress", l.address},
                 {"IpPort", "50122"}});
}

LogRecord explicit_logon(Time at, const Host& host, std::string_view subject, const Logon& l,
                         std::string_view target) {
  return record(kSecurity, 4648, at,
                {{"SubjectUserSid", "S-1-5-21-1004336348-1177238915-682003330-1119"},
                 {"SubjectUserName", std::string(subject)},
                 {"SubjectDomainName", host.netbios},
                 {"SubjectLogonId", "0x51a2b"},
                 {"LogonGuid", "{00000000-0000-0000-0000-000000000000}"},
                 {"TargetUserName", l.user},
                 {"TargetDomainName", l.domain},
                 {"TargetLogonGuid", "{00000000-0000-0000-0000-000000000000}"},
                 {"TargetServerName", std::string(target)},
                 {"TargetInfo", std::string(target)},
                 {"ProcessId", "0x4"},
                 {"ProcessName", "-"},
                 {"IpAddress", "-"},
                 {"IpPort", "-"}});
}

LogRecord privileges(Time at, const Logon& l) {
  return record(kSecurity, 4672, at,
                {{"SubjectUserSid", "S-1-5-21-1004336348-1177238915-682003330-1104"},
                 {"SubjectUserName", l.user},
                 {"SubjectDomainName", l.domain},
                 {"SubjectLogonId", hex(l.logon_id)},
                 {"PrivilegeList", "SeSecurityPrivilege\n\t\t\tSeBackupPrivilege\n\t\t\tSeDebugPrivilege"}});
}

LogRecord share_opened(Time at, const Logon& l, std::string_view share) {
  return record(kSecurity, 5140, at,
                {{"SubjectUserSid", "S-1-5-21-1004336348-1177238915-682003330-1104"},
                 {"SubjectUserName", l.user},
                 {"SubjectDomainName", l.domain},
                 {"SubjectLogonId", hex(l.logon_id)},
                 {"ObjectType", "File"},
                 {"IpAddress", l.address},
                 {"IpPort", "49811"},
                 {"ShareName", "\\\\*\\" + std::string(share)},
                 {"ShareLocalPath", "-"},
                 {"AccessMask", "0x1"},
                 {"AccessList", "%%4416\n\t\t\t\t"}});
}

LogRecord log_cleared(Time at, std::string_view user, std::string_view domain) {
  LogRecord r = record(kEventLog, 1102, at,
                       {{"SubjectUserSid", "S-1-5-21-1004336348-1177238915-682003330-1104"},
                        {"SubjectUserName", std::string(user)},
                        {"SubjectDomainName", std::string(domain)},
                        {"SubjectLogonId", "0x3d2c1"}});
  r.user_data = "LogFileCleared";
  r.keywords = 0x4020000000000000;
  return r;
}

LogRecord service_installed(Time at, std::string_view name, std::string_view path) {
  return record(kServices, 7045, at,
                {{"ServiceName", std::string(name)},
                 {"ImagePath", std::string(path)},
                 {"ServiceType", "user mode service"},
                 {"StartType", "auto start"},
                 {"AccountName", "LocalSystem"}});
}

LogRecord service_state(Time at, std::string_view name, std::string_view state) {
  return record(kServices, 7036, at, {{"param1", std::string(name)}, {"param2", std::string(state)}});
}

LogRecord session_opened(Time at, std::string_view user, std::string_view address) {
  LogRecord r =
      record(kSessions, 21, at, {{"User", std::string(user)}, {"SessionID", "2"}, {"Address", std::string(address)}});
  r.user_data = "EventXML";
  return r;
}

}  // namespace hoptrace::simulate
