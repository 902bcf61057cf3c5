// SensorLog: what stands beside hosts and writes a log: network sensors (Zeek), VPN gateways (syslog) and cloud
// directories (sign-ins). One file an organisation and log, its lines in the order of time.
//
// Formats: Zeek's TSV with its headers, or JSON lines (docs.zeek.org); OpenVPN's own log; Cisco ASA messages 113039,
// 722051 and 113019 with RFC 5424 time stamps; Microsoft Graph's signIn resource.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace hoptrace::simulate {

// A log of Zeek's: its name, and its fields with their types.
struct ZeekLog {
  std::string_view name;
  std::span<const std::pair<std::string_view, std::string_view>> fields;  // behind ts, uid and the four of id
};
extern const ZeekLog kZeekConn, kZeekKerberos, kZeekNtlm, kZeekSmbMapping, kZeekRdp, kZeekDhcp, kZeekDceRpc, kZeekSsl,
    kZeekDns, kZeekSmbFiles, kZeekCaptureLoss;

struct ZeekEnds {
  std::string uid, from, to;
  std::uint16_t from_port = 0, to_port = 0;
};

class SensorLog {
 public:
  // `values` as many as the log has fields; an empty one is unset.
  void zeek(std::string_view tenant, bool json, const ZeekLog& log, base::Time at, const ZeekEnds& ends,
            std::span<const std::string> values);
  void line(std::string_view tenant, std::string_view file, base::Time at, std::string text);

  // "zeek/conn.log", "vpn/openvpn.log", "entra/signins.json": the files that there are, by tenant.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> files() const;
  void drop(const std::string& tenant, const std::string& file);

  [[nodiscard]] base::Result<void> save(const std::string& folder);

 private:
  struct File {
    std::string head;
    std::vector<std::pair<base::Time, std::string>> lines;
    bool array = false;  // of JSON values, as Graph exports them
  };
  std::map<std::pair<std::string, std::string>, File> files_;  // by tenant and name
  File& file(std::string_view tenant, std::string_view name);
};

// The texts of the sources that are no Zeek.
namespace vpn {
void openvpn_session(SensorLog& out, std::string_view tenant, base::Time from, base::Time to, std::string_view user,
                     std::string_view outside, std::string_view inside);
void asa_session(SensorLog& out, std::string_view tenant, base::Time from, base::Time to, std::string_view user,
                 std::string_view outside, std::string_view inside);
}  // namespace vpn

struct SignIn {
  base::Time at;
  std::string id, upn, name, address, application;
  std::string home, resource;  // directory ids
  bool as_provider = false;    // delegated administration of a partner
  std::string requirement;     // "multiFactorAuthentication", or nothing is said
};
void entra_sign_in(SensorLog& out, std::string_view tenant, const SignIn& sign_in);

// `text` as it stands within quotes of JSON.
[[nodiscard]] std::string json_text(std::string_view text);

}  // namespace hoptrace::simulate
