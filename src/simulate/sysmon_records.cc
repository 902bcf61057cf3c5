#include <fmt/format.h>

#include <string>

#include "simulate/record_parts.h"
#include "simulate/remote_records.h"

namespace hoptrace::simulate::records {
namespace {

constexpr LogSpec kSysmon{"Microsoft-Windows-Sysmon", "{5770385f-c22a-43e0-bf4c-06f5698ffbd9}",
                          "Microsoft-Windows-Sysmon/Operational"};

std::string process_guid(std::uint32_t pid, std::string_view image) {
  std::uint64_t sum = 0x9E3779B97F4A7C15ULL + pid;
  for (const char c : image) sum = (sum ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  return fmt::format("{{{:08x}-{:04x}-{:04x}-{:04x}-{:012x}}}", sum >> 32, sum >> 16 & 0xFFFF, pid & 0xFFFF, 0,
                     sum & 0xFFFFFFFFFFFF);
}

std::string_view file_of(std::string_view path) {
  return path.substr(path.rfind('\\') + 1);
}

LogRecord sysmon(std::uint16_t id, Time at, RecordData data) {
  LogRecord r = make_record(kSysmon, id, at, id, std::move(data));
  r.keywords = 0x8000000000000000;
  r.version = 5;
  r.process_id = 3148;
  r.user_sid = "S-1-5-18";
  return r;
}

std::string utc(Time at) {
  std::string text = base::iso8601(at).substr(0, 23);
  text[10] = ' ';
  return text;
}

std::string full(const Who& who) {
  return who.domain + "\\" + who.user;
}

}  // namespace

LogRecord started(Time at, const Started& p) {
  std::string sum = process_guid(0, p.image);
  return sysmon(1, at,
                {{"RuleName", "-"},
                 {"UtcTime", utc(at)},
                 {"ProcessGuid", process_guid(p.pid, p.image)},
                 {"ProcessId", std::to_string(p.pid)},
                 {"Image", p.image},
                 {"FileVersion", "10.0.17763.1 (WinBuild.160101.0800)"},
                 {"Description", std::string(file_of(p.image))},
                 {"Product", "Microsoft\u00AE Windows\u00AE Operating System"},
                 {"Company", "Microsoft Corporation"},
                 {"OriginalFileName", std::string(file_of(p.image))},
                 {"CommandLine", p.command_line},
                 {"CurrentDirectory", "C:\\Windows\\system32\\"},
                 {"User", full(p.who)},
                 {"LogonGuid", process_guid(static_cast<std::uint32_t>(p.who.logon_id), p.who.user)},
                 {"LogonId", hex_text(p.who.logon_id)},
                 {"TerminalSessionId", "0"},
                 {"IntegrityLevel", p.who.logon_id == 0x3e7 ? "System"
                                    : p.high                ? "High"
                                                            : "Medium"},
                 {"Hashes", "IMPHASH=" + sum.substr(1, 8) + sum.substr(25, 12) + sum.substr(25, 12)},
                 {"ParentProcessGuid", process_guid(p.parent_pid, p.parent_image)},
                 {"ParentProcessId", std::to_string(p.parent_pid)},
                 {"ParentImage", p.parent_image},
                 {"ParentCommandLine", p.parent_command_line.empty() ? p.parent_image : p.parent_command_line}});
}

LogRecord connection(Time at, const Flow& f, std::uint32_t seed) {
  return sysmon(3, at,
                {{"RuleName", "-"},
                 {"UtcTime", utc(at)},
                 {"ProcessGuid", process_guid(f.pid + seed, f.image)},
                 {"ProcessId", std::to_string(f.pid)},
                 {"Image", f.image},
                 {"User", f.user},
                 {"Protocol", "tcp"},
                 {"Initiated", f.outbound ? "true" : "false"},
                 {"SourceIsIpv6", "false"},
                 {"SourceIp", f.from},
                 {"SourceHostname", "-"},
                 {"SourcePort", std::to_string(f.from_port)},
                 {"SourcePortName", "-"},
                 {"DestinationIsIpv6", "false"},
                 {"DestinationIp", f.to},
                 {"DestinationHostname", "-"},
                 {"DestinationPort", std::to_string(f.to_port)},
                 {"DestinationPortName", "-"}});
}

LogRecord written(Time at, const Started& p, std::string_view file) {
  return sysmon(11, at,
                {{"RuleName", "-"},
                 {"UtcTime", utc(at)},
                 {"ProcessGuid", process_guid(p.pid, p.image)},
                 {"ProcessId", std::to_string(p.pid)},
                 {"Image", p.image},
                 {"TargetFilename", std::string(file)},
                 {"CreationUtcTime", utc(at)}});
}

LogRecord pipe(Time at, const Started& p, std::string_view name) {
  return sysmon(17, at,
                {{"RuleName", "-"},
                 {"EventType", "CreatePipe"},
                 {"UtcTime", utc(at)},
                 {"ProcessGuid", process_guid(p.pid, p.image)},
                 {"ProcessId", std::to_string(p.pid)},
                 {"PipeName", std::string(name)},
                 {"Image", p.image}});
}

}  // namespace hoptrace::simulate::records
