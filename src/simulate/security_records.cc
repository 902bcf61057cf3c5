#include <fmt/format.h>

#include <string>

#include "simulate/record_parts.h"
#include "simulate/remote_records.h"

namespace hoptrace::simulate::records {
namespace {

constexpr LogSpec kSecurity{"Microsoft-Windows-Security-Auditing", "{54849625-5478-4994-a5ba-3e3b0328c30d}",
                            "Security"};
constexpr LogSpec kEventLog{"Microsoft-Windows-Eventlog", "{fc65ddd8-d6ef-4962-83d5-6e5cfe9ce148}", "Security"};
constexpr const char* kNoGuid = "{00000000-0000-0000-0000-000000000000}";

LogRecord make(std::uint16_t id, Time at, std::uint16_t task, RecordData data) {
  LogRecord r = make_record(kSecurity, id, at, task, std::move(data));
  r.level = 0, r.process_id = 712;
  return r;
}

std::string port_text(std::uint16_t port) {
  return port == 0 ? std::string("-") : std::to_string(port);
}

std::string mapped(std::string_view address) {
  return address == "-" ? std::string("-") : "::ffff:" + std::string(address);
}

}  // namespace

LogRecord logon(Time at, const Arrival& a) {
  LogRecord r = make(4624, at, 12544,
                     {{"SubjectUserSid", a.subject.sid},
                      {"SubjectUserName", a.subject.user},
                      {"SubjectDomainName", a.subject.domain},
                      {"SubjectLogonId", hex_text(a.subject.logon_id)},
                      {"TargetUserSid", a.who.sid},
                      {"TargetUserName", a.who.user},
                      {"TargetDomainName", a.who.domain},
                      {"TargetLogonId", hex_text(a.who.logon_id)},
                      {"LogonType", std::to_string(a.type)},
                      {"LogonProcessName", a.type == 10 || a.type == 7 || a.type == 2 ? "User32 "
                                           : a.type == 9                              ? "seclogo"
                                           : a.type == 5                              ? "Advapi  "
                                           : a.package == "NTLM"                      ? "NtLmSsp "
                                                                                      : "Kerberos"},
                      {"AuthenticationPackageName", a.package},
                      {"WorkstationName", a.workstation},
                      {"LogonGuid", a.package == "Kerberos" ? some_guid(at, a.who.logon_id) : std::string(kNoGuid)},
                      {"TransmittedServices", "-"},
                      {"LmPackageName", a.package == "NTLM" ? "NTLM V2" : "-"},
                      {"KeyLength", a.package == "NTLM" ? "128" : "0"},
                      {"ProcessId", a.type == 3 ? "0x0" : "0x3f8"},
                      {"ProcessName", a.type == 3 ? "-" : "C:\\Windows\\System32\\svchost.exe"},
                      {"IpAddress", a.address},
                      {"IpPort", a.address == "-" ? std::string("-") : port_text(a.port)},
                      {"ImpersonationLevel", "%%1833"},
                      {"RestrictedAdminMode", "-"},
                      {"TargetOutboundUserName", a.outbound_user.empty() ? "-" : a.outbound_user},
                      {"TargetOutboundDomainName", a.outbound_domain.empty() ? "-" : a.outbound_domain},
                      {"VirtualAccount", "%%1843"},
                      {"TargetLinkedLogonId", "0x0"},
                      {"ElevatedToken", a.elevated ? "%%1842" : "%%1843"}});
  r.version = 2;
  return r;
}

LogRecord failed(Time at, const Arrival& a) {
  LogRecord r = make(4625, at, 12544,
                     {{"SubjectUserSid", "S-1-0-0"},
                      {"SubjectUserName", "-"},
                      {"SubjectDomainName", "-"},
                      {"SubjectLogonId", "0x0"},
                      {"TargetUserSid", "S-1-0-0"},
                      {"TargetUserName", a.who.user},
                      {"TargetDomainName", a.who.domain},
                      {"Status", "0xc000006d"},
                      {"FailureReason", "%%2313"},
                      {"SubStatus", "0xc000006a"},
                      {"LogonType", std::to_string(a.type)},
                      {"LogonProcessName", "NtLmSsp "},
                      {"AuthenticationPackageName", "NTLM"},
                      {"WorkstationName", a.workstation},
                      {"TransmittedServices", "-"},
                      {"LmPackageName", "-"},
                      {"KeyLength", "0"},
                      {"ProcessId", "0x0"},
                      {"ProcessName", "-"},
                      {"IpAddress", a.address},
                      {"IpPort", a.address == "-" ? std::string("-") : port_text(a.port)}});
  r.keywords = 0x8010000000000000;
  return r;
}

LogRecord logoff(Time at, const Who& who, int type) {
  return make(4634, at, 12545,
              {{"TargetUserSid", who.sid},
               {"TargetUserName", who.user},
               {"TargetDomainName", who.domain},
               {"TargetLogonId", hex_text(who.logon_id)},
               {"LogonType", std::to_string(type)}});
}

LogRecord initiated_logoff(Time at, const Who& who) {
  return make(4647, at, 12545,
              {{"TargetUserSid", who.sid},
               {"TargetUserName", who.user},
               {"TargetDomainName", who.domain},
               {"TargetLogonId", hex_text(who.logon_id)}});
}

LogRecord special(Time at, const Who& who) {
  return make(
      4672, at, 12548,
      {{"SubjectUserSid", who.sid},
       {"SubjectUserName", who.user},
       {"SubjectDomainName", who.domain},
       {"SubjectLogonId", hex_text(who.logon_id)},
       {"PrivilegeList",
        "SeSecurityPrivilege\r\n\t\t\tSeBackupPrivilege\r\n\t\t\tSeRestorePrivilege\r\n\t\t\tSeDebugPrivilege"}});
}

LogRecord explicit_use(Time at, const Who& subject, const Who& used, std::string_view target,
                       std::string_view process, std::string_view address) {
  return make(4648, at, 12544,
              {{"SubjectUserSid", subject.sid},
               {"SubjectUserName", subject.user},
               {"SubjectDomainName", subject.domain},
               {"SubjectLogonId", hex_text(subject.logon_id)},
               {"LogonGuid", kNoGuid},
               {"TargetUserName", used.user},
               {"TargetDomainName", used.domain},
               {"TargetLogonGuid", kNoGuid},
               {"TargetServerName", std::string(target)},
               {"TargetInfo", std::string(target)},
               {"ProcessId", process == "-" ? "0x4" : "0x9a4"},
               {"ProcessName", std::string(process)},
               {"IpAddress", std::string(address)},
               {"IpPort", address == "-" ? "-" : "0"}});
}

LogRecord ticket(Time at, const Who& who, std::string_view realm, std::string_view address, std::uint16_t port) {
  return make(4768, at, 14339,
              {{"TargetUserName", who.user},
               {"TargetDomainName", std::string(realm)},
               {"TargetSid", who.sid},
               {"ServiceName", "krbtgt"},
               {"ServiceSid", who.sid.substr(0, who.sid.rfind('-')) + "-502"},
               {"TicketOptions", "0x40810010"},
               {"Status", "0x0"},
               {"TicketEncryptionType", "0x12"},
               {"PreAuthType", "2"},
               {"IpAddress", mapped(address)},
               {"IpPort", std::to_string(port)},
               {"CertIssuerName", ""},
               {"CertSerialNumber", ""},
               {"CertThumbprint", ""}});
}

LogRecord service_ticket(Time at, const Who& who, std::string_view realm, std::string_view service,
                         std::string_view address, std::uint16_t port) {
  return make(4769, at, 14337,
              {{"TargetUserName", fmt::format("{}@{}", who.user, realm)},
               {"TargetDomainName", std::string(realm)},
               {"ServiceName", std::string(service)},
               {"ServiceSid", who.sid.substr(0, who.sid.rfind('-')) + "-1000"},
               {"TicketOptions", "0x40810000"},
               {"TicketEncryptionType", "0x12"},
               {"IpAddress", mapped(address)},
               {"IpPort", std::to_string(port)},
               {"Status", "0x0"},
               {"LogonGuid", some_guid(at, 77)},
               {"TransmittedServices", "-"}});
}

LogRecord checked(Time at, std::string_view user, std::string_view workstation) {
  return make(4776, at, 14336,
              {{"PackageName", "MICROSOFT_AUTHENTICATION_PACKAGE_V1_0"},
               {"TargetUserName", std::string(user)},
               {"Workstation", std::string(workstation)},
               {"Status", "0x0"}});
}

namespace {
LogRecord reconnection(Time at, std::uint16_t id, const Who& who, std::string_view client, std::string_view address) {
  return make(id, at, 12551,
              {{"AccountName", who.user},
               {"AccountDomain", who.domain},
               {"LogonID", hex_text(who.logon_id)},
               {"SessionName", "RDP-Tcp#7"},
               {"ClientName", std::string(client)},
               {"ClientAddress", std::string(address)}});
}
}  // namespace

LogRecord reconnected(Time at, const Who& who, std::string_view client, std::string_view address) {
  return reconnection(at, 4778, who, client, address);
}

LogRecord disconnected(Time at, const Who& who, std::string_view client, std::string_view address) {
  return reconnection(at, 4779, who, client, address);
}

LogRecord share(Time at, const Who& who, const Flow& flow, std::string_view name) {
  return make(5140, at, 12808,
              {{"SubjectUserSid", who.sid},
               {"SubjectUserName", who.user},
               {"SubjectDomainName", who.domain},
               {"SubjectLogonId", hex_text(who.logon_id)},
               {"ObjectType", "File"},
               {"IpAddress", flow.from},
               {"IpPort", std::to_string(flow.from_port)},
               {"ShareName", "\\\\*\\" + std::string(name)},
               {"ShareLocalPath", name == "IPC$" ? std::string() : "\\??\\C:\\" + std::string(name)},
               {"AccessMask", "0x1"},
               {"AccessList", "%%4416\r\n\t\t\t\t"}});
}

LogRecord share_file(Time at, const Who& who, const Flow& flow, std::string_view name, std::string_view file) {
  return make(5145, at, 12811,
              {{"SubjectUserSid", who.sid},
               {"SubjectUserName", who.user},
               {"SubjectDomainName", who.domain},
               {"SubjectLogonId", hex_text(who.logon_id)},
               {"ObjectType", "File"},
               {"IpAddress", flow.from},
               {"IpPort", std::to_string(flow.from_port)},
               {"ShareName", "\\\\*\\" + std::string(name)},
               {"ShareLocalPath", name == "IPC$" ? std::string() : "\\??\\C:\\" + std::string(name)},
               {"RelativeTargetName", std::string(file)},
               {"AccessMask", "0x12019f"},
               {"AccessList", "%%1538\r\n\t\t\t\t%%4416\r\n\t\t\t\t"},
               {"AccessReason", "-"}});
}

LogRecord service_added(Time at, const Who& who, std::string_view name, std::string_view image) {
  return make(4697, at, 12289,
              {{"SubjectUserSid", who.sid},
               {"SubjectUserName", who.user},
               {"SubjectDomainName", who.domain},
               {"SubjectLogonId", hex_text(who.logon_id)},
               {"ServiceName", std::string(name)},
               {"ServiceFileName", std::string(image)},
               {"ServiceType", "0x10"},
               {"ServiceStartType", "3"},
               {"ServiceAccount", "LocalSystem"}});
}

LogRecord task_added(Time at, const Who& who, std::string_view name, std::string_view command) {
  return make(
      4698, at, 12804,
      {{"SubjectUserSid", who.sid},
       {"SubjectUserName", who.user},
       {"SubjectDomainName", who.domain},
       {"SubjectLogonId", hex_text(who.logon_id)},
       {"TaskName", std::string(name)},
       {"TaskContent", fmt::format("<?xml version=\"1.0\" encoding=\"UTF-16\"?>\r\n<Task version=\"1.2\"><Actions "
                                   "Context=\"LocalSystem\"><Exec><Command>{}</Command></Exec></Actions></Task>",
                                   command)}});
}

LogRecord permitted(Time at, const Flow& f) {
  const std::string program =
      f.image == "System" ? std::string("System") : "\\device\\harddiskvolume2" + f.image.substr(2);
  return make(5156, at, 12810,
              {{"ProcessID", std::to_string(f.pid)},
               {"Application", program},
               {"Direction", f.outbound ? "%%14593" : "%%14592"},
               {"SourceAddress", f.from},  // who began, as captures show it
               {"SourcePort", std::to_string(f.from_port)},
               {"DestAddress", f.to},
               {"DestPort", std::to_string(f.to_port)},
               {"Protocol", "6"},
               {"FilterRTID", "67260"},
               {"LayerName", f.outbound ? "%%14611" : "%%14610"},
               {"LayerRTID", f.outbound ? "48" : "44"},
               {"RemoteUserID", "S-1-0-0"},
               {"RemoteMachineID", "S-1-0-0"}});
}

LogRecord created(Time at, const Who& subject, const Started& p) {
  LogRecord r = make(4688, at, 13312,
                     {{"SubjectUserSid", subject.sid},
                      {"SubjectUserName", subject.user},
                      {"SubjectDomainName", subject.domain},
                      {"SubjectLogonId", hex_text(subject.logon_id)},
                      {"NewProcessId", hex_text(p.pid)},
                      {"NewProcessName", p.image},
                      {"TokenElevationType", p.high ? "%%1937" : "%%1938"},
                      {"ProcessId", hex_text(p.parent_pid)},
                      {"CommandLine", p.command_line},
                      {"TargetUserSid", "S-1-0-0"},
                      {"TargetUserName", p.who.user == subject.user ? "-" : p.who.user},
                      {"TargetDomainName", p.who.user == subject.user ? "-" : p.who.domain},
                      {"TargetLogonId", p.who.user == subject.user ? "0x0" : hex_text(p.who.logon_id)},
                      {"ParentProcessName", p.parent_image},
                      {"MandatoryLabel", p.high ? "S-1-16-12288" : "S-1-16-8192"}});
  r.version = 2;
  return r;
}

LogRecord cleared(Time at, const Who& who) {
  LogRecord r = make_record(kEventLog, 1102, at, 104,
                            {{"SubjectUserSid", who.sid},
                             {"SubjectUserName", who.user},
                             {"SubjectDomainName", who.domain},
                             {"SubjectLogonId", hex_text(who.logon_id)}});
  r.user_data = "LogFileCleared";
  r.keywords = 0x4020000000000000;
  return r;
}

LogRecord booted(Time at) {
  return make(4608, at, 12288, {});
}

}  // namespace hoptrace::simulate::records
