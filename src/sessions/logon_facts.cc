// Sessions: who logged on here, from where, as whom, and when it ended. Security 4624, 4625, 4634, 4647, 4648, 4672,
// 4778, 4779. Fields: learn.microsoft.com, "Audit Logon", "Audit Logoff", "Audit Special Logon", "Audit Other
// Logon/Logoff Events".
//
// Left out: sessions of the host itself, of what draws its windows, and of nobody, all of which begin by the
// thousand. A machine's network logons are kept once an hour: they say which host has which address.
#include <algorithm>
#include <array>

#include "sessions/address.h"
#include "sessions/fact_row.h"
#include "sessions/principal.h"
#include "sessions/text_match.h"

namespace hoptrace::sessions {
namespace {

constexpr std::uint64_t kNetwork = 3, kNewCredentials = 9;

std::uint8_t logon_type(const RecordView& record) {
  const std::uint64_t type = record.number(Slot::kLogonType);
  return type <= 0xFF ? static_cast<std::uint8_t>(type) : std::uint8_t{0};
}

std::uint16_t port(const RecordView& record, Slot slot) {
  const std::uint64_t port = record.number(slot);
  return port <= 0xFFFF ? static_cast<std::uint16_t>(port) : std::uint16_t{0};
}

Principal target(const RecordView& record) {
  return principal_of(record.text(Slot::kTargetSid), record.text(Slot::kTargetName));
}
Principal subject(const RecordView& record) {
  return principal_of(record.text(Slot::kSubjectSid), record.text(Slot::kSubjectName));
}

void fill_subject(Fact& fact, const RecordView& record, FactMaker& maker) {
  if (subject(record) != Principal::kNone) {
    fact.actor = maker.account(record.text(Slot::kSubjectDomain), record.text(Slot::kSubjectName));
  }
  fact.actor_logon = record.number(Slot::kSubjectLogonId);
}

// Who came, from where, and who on this host asked for it.
void fill_logon(Fact& fact, const RecordView& record, FactMaker& maker) {
  fact.logon_type = logon_type(record);
  fact.account = maker.account(record.text(Slot::kTargetDomain), record.text(Slot::kTargetName));
  fact.logon_id = record.number(Slot::kTargetLogonId);
  fact.peer_address = maker.address(record.text(Slot::kIpAddress));
  fact.peer_port = port(record, Slot::kIpPort);
  maker.name_peer(fact, record.text(Slot::kWorkstation));
  fill_subject(fact, record, maker);
}

// "Kerberos", "NtLmSsp"; of new credentials for elsewhere (runas /netonly), whose they are.
Text way_in(const RecordView& record, FactMaker& maker) {
  const std::string_view process = record.text(Slot::kLogonProcess);
  const std::string_view name = record.text(Slot::kOutboundName);
  if (record.number(Slot::kLogonType) != kNewCredentials || name.empty()) return maker.detail(process);
  return maker.detail(process, '|', maker.joined(record.text(Slot::kOutboundDomain), name));
}

// Clients' own records (RDPClient, WinRM) and new services have nothing but a SID: a logon has both. (Of runas
// /netonly the SID is that of who asked.)
void keep_sid(const Fact& logon, const RecordView& record, FactMaker& maker) {
  const std::string_view sid = record.text(Slot::kTargetSid);
  const bool of_domain = sid.starts_with("S-1-5-21-"), of_directory = sid.starts_with("S-1-12-1-");
  if (logon.logon_type == kNewCredentials || !(of_domain || of_directory)) return;
  Fact fact = maker.fact(FactKind::kSid);
  fact.account = logon.account;
  fact.detail = maker.detail(sid);
  maker.keep_once(fact, 24 * kHour);
}

void read_logon(const RecordView& record, FactMaker& maker) {
  const Principal who = target(record);
  if (who == Principal::kSystem || who == Principal::kNone) return;
  const bool network = record.number(Slot::kLogonType) == kNetwork;
  // From this host to itself. (By remote desktop it is not idle: that is what a tunnel looks like.)
  if (network && AddressText(record.text(Slot::kIpAddress)).is_loopback()) return;
  Fact fact = maker.fact(FactKind::kLogon);
  fill_logon(fact, record, maker);
  if (who == Principal::kUser) {
    fact.guid = record.guid(Slot::kLogonGuid);
    fact.detail = way_in(record, maker);
    maker.keep(fact);
    return keep_sid(fact, record, maker);
  }
  if (!network) return;
  std::string_view name = record.text(Slot::kTargetName);
  name.remove_suffix(name.ends_with('$') ? 1 : 0);
  const bool has_peer = fact.peer_address != kNoText || fact.peer_host != kNoText;
  if (has_peer || (who == Principal::kMachine && !maker.is_here(name))) maker.keep_once(fact, kHour);
}

void read_failure(const RecordView& record, FactMaker& maker) {
  Fact fact = maker.fact(FactKind::kLogonFailed);
  fill_logon(fact, record, maker);
  fact.logon_id = 0;
  maker.keep_once(fact, kMinute);
}

void read_logoff(const RecordView& record, FactMaker& maker) {
  if (target(record) != Principal::kUser) return;
  Fact fact = maker.fact(FactKind::kLogoff);
  fact.logon_type = logon_type(record);
  fact.account = maker.account(record.text(Slot::kTargetDomain), record.text(Slot::kTargetName));
  fact.logon_id = record.number(Slot::kTargetLogonId);
  maker.keep(fact);
}

void read_explicit(const RecordView& record, FactMaker& maker) {
  if (target(record) != Principal::kUser) return;
  Fact fact = maker.fact(FactKind::kExplicit);
  fact.account = maker.account(record.text(Slot::kTargetDomain), record.text(Slot::kTargetName));
  maker.name_peer(fact, record.text(Slot::kTargetServer));
  if (maker.is_here(record.text(Slot::kTargetServer))) fact.peer_host = kNoText;
  const bool elsewhere = fact.peer_host != kNoText || fact.peer_address != kNoText;
  // The host's own services use the credentials of those who log on at it.
  if (!elsewhere && subject(record) != Principal::kUser) return;
  // Of a local use the address is where the user sits, which the session's own record says.
  if (elsewhere && fact.peer_address == kNoText) fact.peer_address = maker.address(record.text(Slot::kIpAddress));
  fact.peer_port = elsewhere ? port(record, Slot::kIpPort) : std::uint16_t{0};
  fact.guid = record.guid(Slot::kTargetLogonGuid);
  fact.detail = maker.detail(record.text(Slot::kTargetInfo));
  fill_subject(fact, record, maker);
  fact.logon_id = fact.actor_logon;
  maker.keep(fact);
}

void read_privileged(const RecordView& record, FactMaker& maker) {
  if (subject(record) != Principal::kUser) return;
  Fact fact = maker.fact(FactKind::kPrivileged);
  fact.account = maker.account(record.text(Slot::kSubjectDomain), record.text(Slot::kSubjectName));
  fact.logon_id = record.number(Slot::kSubjectLogonId);
  maker.keep(fact);
}

template <FactKind kKind>
void read_station(const RecordView& record, FactMaker& maker) {
  Fact fact = maker.fact(kKind);
  fact.account = maker.account(record.text(Slot::kAccountDomain), record.text(Slot::kAccountName));
  fact.logon_id = record.number(Slot::kSessionLogonId);
  fact.peer_address = maker.address(record.text(Slot::kIpAddress));
  maker.name_peer(fact, record.text(Slot::kWorkstation));
  // The console of the host itself.
  if (fact.peer_address == kNoText && fact.peer_host == kNoText && kKind == FactKind::kReconnect) return;
  maker.keep(fact);
}

constexpr FactRow kLogonRows[]{
    {"Security", 4624, {}, read_logon},
    {"Security", 4625, {}, read_failure},
    {"Security", 4634, {}, read_logoff},
    {"Security", 4647, {}, read_logoff},
    {"Security", 4648, {}, read_explicit},
    {"Security", 4672, {}, read_privileged},
    {"Security", 4778, {}, read_station<FactKind::kReconnect>},
    {"Security", 4779, {}, read_station<FactKind::kDisconnect>},
};

}  // namespace

std::span<const FactRow> logon_rows() {
  return kLogonRows;
}

}  // namespace hoptrace::sessions
