// Sources: learn.microsoft.com (Audit Logon, Kerberos Authentication Service, Security Group Management, User Account
// Management; AppLocker and WDAC event ids; KB4557222 for Netlogon 5827-5831; Graph's signIn resource),
// docs.zeek.org (conn, dns).
#include "sessions/posture_rows.h"

#include <array>
#include <charconv>
#include <utility>

#include "base/unicode.h"
#include "sessions/address.h"
#include "sessions/text_match.h"

namespace hoptrace::sessions {
namespace {

using Name = PostureReader::Name;

constexpr std::int64_t kFiveMinutes = 5 * base::kMinute;

std::string joined(std::string_view domain, std::string_view user) {
  if (user.find('\\') != std::string_view::npos || domain.empty()) return std::string(user);
  return std::string(domain) + "\\" + std::string(user);
}

// What stands behind the host's own name.
std::string_view domain_of(std::string_view computer) {
  const std::size_t dot = computer.find('.');
  return dot == std::string_view::npos ? std::string_view{} : computer.substr(dot + 1);
}

void read_failure(PostureReader& r) {
  const std::string_view user = r.text(Name::kTargetUser);
  if (user.empty() || user.ends_with('$')) return;
  const std::string_view domain = r.text(Name::kTargetDomain);
  PostureCount count;
  count.kind = PostureKind::kFailures;
  // A ticket refused (4771) is the controller's own domain's.
  count.account = joined(domain.empty() ? domain_of(r.event().computer) : domain, user);
  count.address = AddressText(r.text(Name::kIpAddress)).view();
  r.count(std::move(count), r.event().time.ticks / kFiveMinutes);
}

// RIDs of Domain, Schema and Enterprise Admins; the built-in Administrators ([MS-DTYP] 2.4.2.4).
bool has_power(std::string_view group) {
  return group == "S-1-5-32-544" || (group.starts_with("S-1-5-21-") &&
                                     (group.ends_with("-512") || group.ends_with("-518") || group.ends_with("-519")));
}

// "CN=w-ann,OU=Partners,DC=acme,DC=example": acme\w-ann.
std::string account_of(std::string_view distinguished) {
  std::string_view user, domain;
  while (!distinguished.empty()) {
    const std::size_t comma = std::min(distinguished.find(','), distinguished.size());
    const std::string_view part = distinguished.substr(0, comma);
    if (user.empty() && begins(part, "CN=")) user = part.substr(3);
    if (domain.empty() && begins(part, "DC=")) domain = part.substr(3);
    distinguished.remove_prefix(std::min(comma + 1, distinguished.size()));
  }
  return joined(domain, user);
}

void read_member(PostureReader& r) {
  if (!has_power(r.text(Name::kTargetSid))) return;
  PostureCount count;
  count.kind = PostureKind::kMember;
  count.account = account_of(r.text(Name::kMemberName));
  count.sid = r.text(Name::kMemberSid);
  count.detail = r.text(Name::kTargetUser);
  r.count(std::move(count), r.event().time.ticks);
}

void read_disabled(PostureReader& r) {
  PostureCount count;
  count.kind = PostureKind::kDisabled;
  count.account = joined(r.text(Name::kTargetDomain), r.text(Name::kTargetUser));
  r.count(std::move(count), r.event().time.ticks);
}

void read_netlogon(PostureReader& r) {
  PostureCount count;
  count.kind = PostureKind::kNetlogon;
  count.account = r.data(0);
  count.sid = std::to_string(r.event().event_id);
  r.count(std::move(count));
}

// "10.00.", "17763", "", "Multiprocessor Free"
void read_system(PostureReader& r) {
  PostureCount count;
  count.kind = PostureKind::kSystem;
  count.detail = r.data(1);
  if (!count.detail.empty()) r.count(std::move(count));
}

template <bool kStopped>
void read_listed(PostureReader& r) {
  PostureCount count;
  count.kind = PostureKind::kListed;
  count.detail = kStopped ? "stopped" : "audit";
  r.count(std::move(count));
}

void read_scripts(PostureReader& r) {
  PostureCount count;
  count.kind = PostureKind::kScripts;
  r.count(std::move(count));
}

std::uint64_t number(std::string_view text) {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

bool speaks(std::string_view services, std::string_view protocol) {
  while (!services.empty()) {
    const std::size_t comma = std::min(services.find(','), services.size());
    if (same(services.substr(0, comma), protocol)) return true;
    services.remove_prefix(std::min(comma + 1, services.size()));
  }
  return false;
}

// Whether something was said both ways and it was what the port is for; nothing where the port tells nothing.
void read_connection(PostureReader& r) {
  struct Port {
    std::uint64_t port;
    std::array<std::string_view, 2> protocols;
  };
  static constexpr std::array kPorts{Port{53, {"dns", "ssl"}}, Port{443, {"ssl", "quic"}},
                                     Port{995, {"ssl", "pop3"}}};
  const std::uint64_t port = number(r.text(Name::kRespPort));
  const auto* const row = std::ranges::find(kPorts, port, &Port::port);
  if (row == kPorts.end()) return;
  const std::string_view from = r.text(Name::kOrigHost), to = r.text(Name::kRespHost);
  const AddressText other(to);
  if (!is_private(from) || is_private(to) || other.view().empty()) return;
  if (number(r.text(Name::kOrigBytes)) == 0 || number(r.text(Name::kRespBytes)) == 0) return;
  const std::string_view services = r.text(Name::kService);
  const bool expected = std::ranges::any_of(row->protocols, [&](auto name) { return speaks(services, name); });
  PostureCount count;
  count.kind = PostureKind::kEgress;
  count.address = AddressText(from).view();
  count.to_address = other.view();
  count.port = static_cast<std::uint16_t>(port);
  count.detail = expected ? "expected" : "other";
  r.count(std::move(count));
}

void read_lookup(PostureReader& r) {
  const std::string_view name = r.text(Name::kQuery);
  if (name.find('.') == std::string_view::npos || name.starts_with('_')) return;
  PostureCount count;
  count.kind = PostureKind::kLookup;
  count.address = AddressText(r.text(Name::kOrigHost)).view();
  count.detail = name;
  r.count(std::move(count));
}

// authenticationRequirement says what was asked for; mfaDetail that a second factor was given anyhow.
void read_sign_in(PostureReader& r) {
  const std::string_view required = r.text(Name::kAuthentication), method = r.text(Name::kMfaMethod);
  const std::string_view error = r.text(Name::kErrorCode);
  if ((!error.empty() && error != "0") || (required.empty() && method.empty())) return;
  PostureCount count;
  count.kind = PostureKind::kFactor;
  count.account = r.text(Name::kPrincipal);
  count.access = r.text(Name::kAccess);
  count.sid = r.text(Name::kHome);
  count.detail = same(required, "multiFactorAuthentication") || !method.empty() ? "multi" : "single";
  r.count(std::move(count));
}

constexpr std::string_view kAuditing = "Microsoft-Windows-Security-Auditing";
constexpr std::string_view kAppLocker = "Microsoft-Windows-AppLocker";
constexpr std::string_view kPrograms = "Microsoft-Windows-AppLocker/EXE and DLL";
constexpr std::string_view kInstallers = "Microsoft-Windows-AppLocker/MSI and Script";
constexpr std::string_view kIntegrity = "Microsoft-Windows-CodeIntegrity/Operational";
constexpr std::string_view kPowerShell = "Microsoft-Windows-PowerShell/Operational";
constexpr PostureRow kPostureRows[]{
    {"Security", kAuditing, 4625, {}, read_failure},
    {"Security", kAuditing, 4771, {}, read_failure},
    {"Security", kAuditing, 4725, {}, read_disabled},
    {"Security", kAuditing, 4726, {}, read_disabled},
    {"Security", kAuditing, 4728, {}, read_member},
    {"Security", kAuditing, 4732, {}, read_member},
    {"Security", kAuditing, 4756, {}, read_member},
    {"System", "NETLOGON", 5827, {}, read_netlogon},
    {"System", "NETLOGON", 5828, {}, read_netlogon},
    {"System", "NETLOGON", 5829, {}, read_netlogon},
    {"System", "NETLOGON", 5830, {}, read_netlogon},
    {"System", "NETLOGON", 5831, {}, read_netlogon},
    {"System", "EventLog", 6009, {}, read_system},
    {kPrograms, kAppLocker, 8003, {}, read_listed<false>},
    {kPrograms, kAppLocker, 8004, {}, read_listed<true>},
    {kInstallers, kAppLocker, 8006, {}, read_listed<false>},
    {kInstallers, kAppLocker, 8007, {}, read_listed<true>},
    {kIntegrity, "Microsoft-Windows-CodeIntegrity", 3076, {}, read_listed<false>},
    {kIntegrity, "Microsoft-Windows-CodeIntegrity", 3077, {}, read_listed<true>},
    {kPowerShell, "Microsoft-Windows-PowerShell", 4103, {}, read_scripts},
    {kPowerShell, "Microsoft-Windows-PowerShell", 4104, {}, read_scripts},
    {{}, {}, 0, {"zeek", {}, "conn"}, read_connection},
    {{}, {}, 0, {"zeek", {}, "dns"}, read_lookup},
    {{}, {}, 0, {"azure", {}, "signinlogs"}, read_sign_in},
};

constexpr PostureName kNames[]{
    {Name::kTargetUser, "TargetUserName"},
    {Name::kTargetDomain, "TargetDomainName"},
    {Name::kTargetSid, "TargetSid"},
    {Name::kMemberName, "MemberName"},
    {Name::kMemberSid, "MemberSid"},
    {Name::kIpAddress, "IpAddress"},
    {Name::kOrigHost, "id.orig_h"},
    {Name::kOrigHost, "id_orig_h"},
    {Name::kRespHost, "id.resp_h"},
    {Name::kRespHost, "id_resp_h"},
    {Name::kRespPort, "id.resp_p"},
    {Name::kRespPort, "id_resp_p"},
    {Name::kService, "service"},
    {Name::kOrigBytes, "orig_bytes"},
    {Name::kRespBytes, "resp_bytes"},
    {Name::kQuery, "query"},
    {Name::kPrincipal, "userPrincipalName"},
    {Name::kPrincipal, "UserPrincipalName"},
    {Name::kPrincipal, "properties.userPrincipalName"},
    {Name::kAuthentication, "authenticationRequirement"},
    {Name::kAuthentication, "AuthenticationRequirement"},
    {Name::kAuthentication, "properties.authenticationRequirement"},
    {Name::kMfaMethod, "mfaDetail.authMethod"},
    {Name::kMfaMethod, "MfaDetail.authMethod"},
    {Name::kMfaMethod, "properties.mfaDetail.authMethod"},
    {Name::kAccess, "crossTenantAccessType"},
    {Name::kAccess, "CrossTenantAccessType"},
    {Name::kAccess, "properties.crossTenantAccessType"},
    {Name::kHome, "homeTenantId"},
    {Name::kHome, "HomeTenantId"},
    {Name::kHome, "properties.homeTenantId"},
    {Name::kErrorCode, "status.errorCode"},
    {Name::kErrorCode, "ResultType"},
    {Name::kErrorCode, "properties.status.errorCode"},
};

}  // namespace

std::span<const PostureRow> posture_rows() {
  return kPostureRows;
}

std::span<const PostureName> posture_names() {
  return kNames;
}

std::string posture_domain(std::string_view name) {
  while (name.ends_with('.')) name.remove_suffix(1);
  const std::size_t last = name.rfind('.');
  if (last == std::string_view::npos || last == 0) return base::fold(name);
  const std::size_t second = name.rfind('.', last - 1);
  return base::fold(second == std::string_view::npos ? name : name.substr(second + 1));
}

}  // namespace hoptrace::sessions
