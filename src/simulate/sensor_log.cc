#include "simulate/sensor_log.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>

namespace hoptrace::simulate {
namespace {

using base::Time;
using Field = std::pair<std::string_view, std::string_view>;

constexpr std::array kConnFields{Field{"proto", "enum"},         Field{"service", "string"},
                                 Field{"duration", "interval"},  Field{"orig_bytes", "count"},
                                 Field{"resp_bytes", "count"},   Field{"conn_state", "string"},
                                 Field{"missed_bytes", "count"}, Field{"history", "string"}};
constexpr std::array kKerberosFields{Field{"request_type", "string"}, Field{"client", "string"},
                                     Field{"service", "string"},      Field{"success", "bool"},
                                     Field{"error_msg", "string"},    Field{"till", "time"},
                                     Field{"cipher", "string"},       Field{"forwardable", "bool"}};
constexpr std::array kNtlmFields{Field{"username", "string"}, Field{"hostname", "string"},
                                 Field{"domainname", "string"}, Field{"server_nb_computer_name", "string"},
                                 Field{"success", "bool"}};
constexpr std::array kSmbMappingFields{Field{"path", "string"}, Field{"service", "string"},
                                       Field{"native_file_system", "string"}, Field{"share_type", "string"}};
constexpr std::array kRdpFields{Field{"cookie", "string"}, Field{"result", "string"},
                                Field{"security_protocol", "string"}, Field{"client_name", "string"},
                                Field{"cert_count", "count"}};
constexpr std::array kDhcpFields{Field{"mac", "string"},
                                 Field{"host_name", "string"},
                                 Field{"client_fqdn", "string"},
                                 Field{"domain", "string"},
                                 Field{"assigned_addr", "addr"},
                                 Field{"lease_time", "interval"},
                                 Field{"msg_types", "vector[string]"}};
constexpr std::array kDceRpcFields{Field{"rtt", "interval"}, Field{"named_pipe", "string"},
                                   Field{"endpoint", "string"}, Field{"operation", "string"}};
constexpr std::array kSslFields{Field{"version", "string"}, Field{"cipher", "string"}, Field{"server_name", "string"},
                                Field{"resumed", "bool"}, Field{"established", "bool"}};
constexpr std::array kDnsFields{Field{"proto", "enum"},
                                Field{"trans_id", "count"},
                                Field{"query", "string"},
                                Field{"qtype_name", "string"},
                                Field{"rcode_name", "string"},
                                Field{"rejected", "bool"},
                                Field{"answers", "vector[string]"}};
constexpr std::array kSmbFilesFields{Field{"fuid", "string"}, Field{"action", "enum"}, Field{"path", "string"},
                                     Field{"name", "string"}, Field{"size", "count"}};
constexpr std::array kCaptureLossFields{Field{"ts_delta", "interval"}, Field{"peer", "string"},
                                        Field{"gaps", "count"}, Field{"acks", "count"},
                                        Field{"percent_lost", "double"}};

std::string seconds(Time at) {
  return fmt::format("{}.{:06}", at.ticks / Time::kTicksPerSecond, at.ticks % Time::kTicksPerSecond / 10);
}

// What a sensor says of itself: no connection's.
bool has_ends(const ZeekLog& log) {
  return log.name != "capture_loss";
}

// Zeek's header. Its dhcp.log has no uid and no ports of the connection, but "uids" and the two addresses.
std::string zeek_head(const ZeekLog& log) {
  std::string names = "#fields\tts", types = "#types\ttime";
  if (log.name == "dhcp") {
    names += "\tuids\tclient_addr\tserver_addr", types += "\tset[string]\taddr\taddr";
  } else if (has_ends(log)) {
    names += "\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p", types += "\tstring\taddr\tport\taddr\tport";
  }
  for (const auto& [name, type] : log.fields) (names += '\t') += name, (types += '\t') += type;
  return fmt::format(
      "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\t{}\n{}\n{}\n", log.name,
      names, types);
}

bool bare_in_json(std::string_view type) {
  return type == "count" || type == "interval" || type == "double" || type == "time" || type == "bool" ||
         type == "port";
}

std::string zeek_tsv(const ZeekLog& log, Time at, const ZeekEnds& e, std::span<const std::string> values) {
  std::string line = !has_ends(log)       ? seconds(at)
                     : log.name == "dhcp" ? fmt::format("{}\t{}\t{}\t{}", seconds(at), e.uid, e.from, e.to)
                                          : fmt::format("{}\t{}\t{}\t{}\t{}\t{}", seconds(at), e.uid, e.from,
                                                        e.from_port, e.to, e.to_port);
  for (const std::string& value : values) (line += '\t') += value.empty() ? std::string_view("-") : value;
  return line;
}

std::string zeek_json(const ZeekLog& log, Time at, const ZeekEnds& e, std::span<const std::string> values) {
  std::string line =
      !has_ends(log) ? fmt::format(R"({{"ts":{})", seconds(at))
      : log.name == "dhcp"
          ? fmt::format(R"({{"ts":{},"uids":["{}"],"client_addr":"{}","server_addr":"{}")", seconds(at), e.uid,
                        e.from, e.to)
          : fmt::format(R"({{"ts":{},"uid":"{}","id.orig_h":"{}","id.orig_p":{},"id.resp_h":"{}","id.resp_p":{})",
                        seconds(at), e.uid, e.from, e.from_port, e.to, e.to_port);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i].empty()) continue;
    const auto& [name, type] = log.fields[i];
    if (type == "vector[string]") {
      line += fmt::format(R"(,"{}":["{}"])", name, values[i]);
    } else if (type == "bool") {
      line += fmt::format(R"(,"{}":{})", name, values[i] == "T" ? "true" : "false");
    } else if (bare_in_json(type)) {
      line += fmt::format(R"(,"{}":{})", name, values[i]);
    } else {
      line += fmt::format(R"(,"{}":"{}")", name, json_text(values[i]));
    }
  }
  return line + "}";
}

base::Result<void> save_file(const std::string& path, const std::string& text) {
  std::error_code error;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), error);
  std::ofstream out(path, std::ios::binary);
  out << text;
  out.close();
  if (error || !out) return base::fail(base::Code::kUnreadable, "the file could not be written", path);
  return {};
}

}  // namespace

const ZeekLog kZeekConn{"conn", kConnFields}, kZeekKerberos{"kerberos", kKerberosFields},
    kZeekNtlm{"ntlm", kNtlmFields}, kZeekSmbMapping{"smb_mapping", kSmbMappingFields}, kZeekRdp{"rdp", kRdpFields},
    kZeekDhcp{"dhcp", kDhcpFields}, kZeekDceRpc{"dce_rpc", kDceRpcFields}, kZeekSsl{"ssl", kSslFields},
    kZeekDns{"dns", kDnsFields}, kZeekSmbFiles{"smb_files", kSmbFilesFields},
    kZeekCaptureLoss{"capture_loss", kCaptureLossFields};

std::string json_text(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 8);
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      (out += '\\') += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<int>(c));
    } else {
      out += c;
    }
  }
  return out;
}

SensorLog::File& SensorLog::file(std::string_view tenant, std::string_view name) {
  return files_[{std::string(tenant), std::string(name)}];
}

void SensorLog::zeek(std::string_view tenant, bool json, const ZeekLog& log, Time at, const ZeekEnds& ends,
                     std::span<const std::string> values) {
  File& f = file(tenant, fmt::format("zeek/{}.log", log.name));
  if (f.head.empty() && !json) f.head = zeek_head(log);
  f.lines.emplace_back(at, json ? zeek_json(log, at, ends, values) : zeek_tsv(log, at, ends, values));
}

void SensorLog::line(std::string_view tenant, std::string_view name, Time at, std::string text) {
  File& f = file(tenant, name);
  f.array = name.ends_with(".json");
  f.lines.emplace_back(at, std::move(text));
}

std::vector<std::pair<std::string, std::string>> SensorLog::files() const {
  std::vector<std::pair<std::string, std::string>> out;
  for (const auto& [name, file] : files_) out.push_back(name);
  return out;
}

void SensorLog::drop(const std::string& tenant, const std::string& name) {
  files_.erase({tenant, name});
}

base::Result<void> SensorLog::save(const std::string& folder) {
  for (auto& [name, f] : files_) {
    std::stable_sort(f.lines.begin(), f.lines.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::string text = f.array ? std::string("{\"value\":[") : f.head;
    for (std::size_t i = 0; i < f.lines.size(); ++i) {
      text += f.lines[i].second;
      text += !f.array ? "\n" : i + 1 < f.lines.size() ? "," : "";
    }
    if (f.array) text += "]}\n";
    if (auto saved = save_file(folder + "/" + name.first + "/" + name.second, text); !saved) return saved;
  }
  return {};
}

namespace vpn {

void openvpn_session(SensorLog& out, std::string_view tenant, Time from, Time to, std::string_view user,
                     std::string_view outside, std::string_view inside) {
  const auto put = [&](Time at, const std::string& text) {
    std::string when = base::iso8601(at).substr(0, 19);
    when[10] = ' ';
    out.line(tenant, "vpn/openvpn.log", at, when + " " + text);
  };
  const std::string port = std::to_string(40'000 + from.ticks / 7 % 20'000);
  put(from,
      fmt::format("{}:{} TLS: Username/Password authentication succeeded for username '{}'", outside, port, user));
  put({from.ticks + 4'000'000},
      fmt::format("{0}:{1} [{2}] Peer Connection Initiated with [AF_INET]{0}:{1}", outside, port, user));
  put({from.ticks + 5'000'000},
      fmt::format("{}/{}:{} MULTI_sva: pool returned IPv4={}, IPv6=(Not enabled)", user, outside, port, inside));
  put({from.ticks + 6'000'000},
      fmt::format("{0}/{1}:{2} MULTI: primary virtual IP for {0}/{1}:{2}: {3}", user, outside, port, inside));
  put(to, fmt::format("{}/{}:{} SIGTERM[soft,remote-exit] received, client-instance exiting", user, outside, port));
}

void asa_session(SensorLog& out, std::string_view tenant, Time from, Time to, std::string_view user,
                 std::string_view outside, std::string_view inside) {
  const auto put = [&](Time at, int priority, const std::string& text) {
    out.line(tenant, "vpn/asa.log", at,
             fmt::format("<{}>{}Z fw01 : %ASA-{}", priority, base::iso8601(at).substr(0, 19), text));
  };
  put(from, 166,
      fmt::format("6-113039: Group <GP-Staff> User <{}> IP <{}> AnyConnect parent session started.", user, outside));
  put({from.ticks + 15'000'000}, 164,
      fmt::format(
          "4-722051: Group <GP-Staff> User <{}> IP <{}> IPv4 Address <{}> IPv6 address <::> assigned to session",
          user, outside, inside));
  const std::int64_t length = (to.ticks - from.ticks) / Time::kTicksPerSecond;
  put(to, 164,
      fmt::format(
          "4-113019: Group = GP-Staff, Username = {}, IP = {}, Session disconnected. Session Type: "
          "AnyConnect-Parent, Duration: {}h:{:02}m:{:02}s, Bytes xmt: {}, Bytes rcv: {}, Reason: User Requested",
          user, outside, length / 3600, length / 60 % 60, length % 60, 30'000 + length * 211, 20'000 + length * 97));
}

}  // namespace vpn

void entra_sign_in(SensorLog& out, std::string_view tenant, const SignIn& s) {
  out.line(
      tenant, "entra/signins.json", s.at,
      fmt::format(
          R"({{"id":"{}","createdDateTime":"{}Z","userDisplayName":"{}","userPrincipalName":"{}","appDisplayName":"{}",)"
          R"("ipAddress":"{}","clientAppUsed":"Browser","conditionalAccessStatus":"success","isInteractive":true,)"
          R"("resourceDisplayName":"{}","homeTenantId":"{}","resourceTenantId":"{}","crossTenantAccessType":"{}",)"
          R"({}"signInEventTypes":["interactiveUser"],"status":{{"errorCode":0,"failureReason":"Other.","additionalDetails":null}},)"
          R"("deviceDetail":{{"deviceId":"","displayName":"","operatingSystem":"Windows10","browser":"Edge 131.0.0"}}}})",
          s.id, base::iso8601(s.at).substr(0, 19), json_text(s.name), json_text(s.upn), json_text(s.application),
          s.address, s.as_provider ? "Microsoft Graph" : "Office 365 Exchange Online", s.home, s.resource,
          s.as_provider ? "serviceProvider" : "none",
          s.requirement.empty() ? std::string()
                                : fmt::format(R"("authenticationRequirement":"{}",)", s.requirement)));
}

}  // namespace hoptrace::simulate
