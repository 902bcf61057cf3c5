// What the network saw: Zeek's conn, rdp, smb_mapping, smb_files, dce_rpc, kerberos, ntlm, dhcp, dns, ssh
// (docs.zeek.org/en/master/script-reference/log-files.html).
//
// In all these facts own_* is who began and peer_* who answered, peer_host the answerer's name where the log has it;
// `host` is the sensor. Of kLease and kName peer_address is what the name has. Left out: connections that came to
// nothing or to other ports and services than those by which one gets onto a host; tickets refused; policy shares;
// files only read; names of hosts outside; what repeats.
#include <array>

#include "sessions/fact_row.h"
#include "sessions/ports.h"
#include "sessions/principal.h"
#include "sessions/text_match.h"

namespace hoptrace::sessions {
namespace {

std::uint16_t port(const RecordView& record, Slot slot) {
  const std::uint64_t port = record.number(slot);
  return port <= 0xFFFF ? static_cast<std::uint16_t>(port) : std::uint16_t{0};
}

Fact seen(FactKind kind, const RecordView& record, FactMaker& maker) {
  Fact fact = maker.fact(kind, Witness::kNetwork);
  fact.own_address = maker.address(record.text(Slot::kOrigHost));
  fact.own_port = port(record, Slot::kOrigPort);
  fact.peer_address = maker.address(record.text(Slot::kRespHost));
  fact.peer_port = port(record, Slot::kRespPort);
  fact.guid = record.guid(Slot::kUid);
  return fact;
}

bool has_ends(const Fact& fact) {
  return fact.own_address != kNoText && fact.peer_address != kNoText && fact.own_address != fact.peer_address;
}

// "krb,smb,gssapi"
bool is_service_of_interest(std::string_view services) {
  constexpr std::array<std::string_view, 8> kServices{"smb", "dce_rpc", "rdp",   "rdpeudp",
                                                      "ssh", "rfb",     "winrm", "wsman"};
  for (std::size_t begin = 0; begin < services.size();) {
    const std::size_t end = std::min(services.find(',', begin), services.size());
    if (is_one_of(services.substr(begin, end - begin), kServices)) return true;
    begin = end + 1;
  }
  return false;
}

// Nothing was said back, or all that was said was no.
bool came_to_nothing(std::string_view state) {
  constexpr std::array<std::string_view, 6> kStates{"S0", "REJ", "RSTOS0", "RSTRH", "SH", "SHR"};
  return is_one_of(state, kStates);
}

// logon_id and actor_logon hold how many bytes went there and came back.
void read_conn(const RecordView& record, FactMaker& maker) {
  const std::string_view service = record.text(Slot::kService);
  if (!is_way_in(record.number(Slot::kRespPort)) && !is_service_of_interest(service)) return;
  if (came_to_nothing(record.text(Slot::kConnState))) return;
  Fact fact = seen(FactKind::kFlowSeen, record, maker);
  if (!has_ends(fact)) return;
  fact.detail = maker.detail(service);
  fact.logon_id = record.number(Slot::kOrigBytes);
  fact.actor_logon = record.number(Slot::kRespBytes);
  maker.keep(fact);
}

void read_rdp(const RecordView& record, FactMaker& maker) {
  Fact fact = seen(FactKind::kRdpArrival, record, maker);
  fact.account = maker.account(record.text(Slot::kCookie));  // its first nine letters, unless a broker set it
  fact.detail = maker.detail(record.text(Slot::kClientLabel));
  if (has_ends(fact)) maker.keep(fact);
}

// "\\fs01\C$": the host and the share.
std::pair<std::string_view, std::string_view> parts_of(std::string_view path) {
  while (path.starts_with('\\')) path.remove_prefix(1);
  const std::size_t slash = std::min(path.find('\\'), path.size());
  return {path.substr(0, slash), path.substr(std::min(slash + 1, path.size()))};
}

void read_mapping(const RecordView& record, FactMaker& maker) {
  const auto [server, share] = parts_of(record.text(Slot::kZeekPath));
  if (same(share, "IPC$") || is_policy_share(share)) return;
  Fact fact = seen(FactKind::kShare, record, maker);
  maker.name_peer(fact, server);
  fact.detail = maker.detail(share);
  if (has_ends(fact)) maker.keep_once(fact, kMinute, fact.own_port);
}

// Of a file that is opened nobody says whether it is written; on an administrator's share a program is.
void read_smb_file(const RecordView& record, FactMaker& maker) {
  const auto [server, share] = parts_of(record.text(Slot::kZeekPath));
  const std::string_view action = record.text(Slot::kAction), name = record.text(Slot::kZeekName);
  const bool written = same(action, "SMB::FILE_WRITE") || same(action, "SMB::FILE_RENAME");
  const bool opened = same(action, "SMB::FILE_OPEN") && share.ends_with('$');
  if ((!written && !opened) || !is_program(name) || is_policy_share(share)) return;
  Fact fact = seen(written ? FactKind::kFile : FactKind::kShare, record, maker);
  maker.name_peer(fact, server);
  fact.detail = maker.detail(share, '\\', name);
  if (has_ends(fact)) maker.keep_once(fact, kMoment, fact.own_port);
}

struct Endpoint {
  std::string_view name;
  bool acts = false;  // each call tells; of the others one a minute
};
// [MS-SCMR], [MS-TSCH], [MS-DCOM], [MS-WMI], [MS-RRP], [MS-EVEN6]; [MS-SAMR], [MS-SRVS], [MS-LSAD], [MS-WKST].
constexpr std::array kEndpoints{Endpoint{"svcctl", true},
                                Endpoint{"atsvc", true},
                                Endpoint{"ITaskSchedulerService", true},
                                Endpoint{"ISystemActivator", true},
                                Endpoint{"IRemoteSCMActivator", true},
                                Endpoint{"IWbemServices", true},
                                Endpoint{"IWbemLevel1Login", true},
                                Endpoint{"IWbemLoginClientID", true},
                                Endpoint{"winreg", true},
                                Endpoint{"InitShutdown", true},
                                Endpoint{"samr"},
                                Endpoint{"srvsvc"},
                                Endpoint{"lsarpc"},
                                Endpoint{"wkssvc"},
                                Endpoint{"epmapper"}};

void read_rpc(const RecordView& record, FactMaker& maker) {
  const std::string_view endpoint = record.text(Slot::kEndpoint), operation = record.text(Slot::kZeekOperation);
  const bool replication = same(operation, "DRSGetNCChanges");
  const auto row = std::ranges::find_if(kEndpoints, [&](const Endpoint& e) { return same(e.name, endpoint); });
  if (row == kEndpoints.end() && !replication) return;
  Fact fact = seen(replication ? FactKind::kReplication : FactKind::kPipe, record, maker);
  if (!has_ends(fact)) return;
  const bool acts = replication || row->acts;
  fact.detail = acts ? maker.detail(endpoint, ' ', operation) : maker.detail(endpoint);
  maker.keep_once(fact, acts ? kMoment : kMinute, acts ? fact.own_port : std::uint16_t{0});
}

// "pbeesly/CORP.EXAMPLE" asks for "cifs/FS01"
void read_kerberos(const RecordView& record, FactMaker& maker) {
  const std::string_view client = record.text(Slot::kClient), service = record.text(Slot::kService);
  if (client.empty() || !record.is_true(Slot::kSuccess) || begins(service, "kadmin/")) return;
  const std::size_t slash = client.rfind('/');
  const std::string_view name = client.substr(0, slash);
  const std::string_view realm = slash == std::string_view::npos ? std::string_view{} : client.substr(slash + 1);
  const bool first = begins(service, "krbtgt");
  if (first && !same(record.text(Slot::kRequestType), "AS")) return;
  Fact fact = seen(first ? FactKind::kTicketGranted : FactKind::kServiceTicket, record, maker);
  if (!has_ends(fact)) return;
  fact.account = maker.account(realm, name);
  const Principal who = principal_of({}, name);
  if (who == Principal::kUser) {
    if (!first) fact.detail = maker.detail(service);
    maker.keep(fact);
  } else if (who == Principal::kMachine) {
    maker.keep_once(fact, kHour);
  }
}

// The answerer gives its own name; what the other end calls itself is the detail, and can be anything.
void read_ntlm(const RecordView& record, FactMaker& maker) {
  if (record.is_false(Slot::kSuccess)) return;
  Fact fact = seen(FactKind::kNtlmChecked, record, maker);
  fact.account = maker.account(record.text(Slot::kClientDomain), record.text(Slot::kUser));
  if (!has_ends(fact) || fact.account == kNoText) return;
  const bool full = record.has(Slot::kServerFullName);
  maker.name_peer(fact, record.text(full ? Slot::kServerFullName : Slot::kServerName));
  fact.detail = maker.detail(record.text(Slot::kClientHost));
  if (principal_of({}, record.text(Slot::kUser)) == Principal::kUser) {
    maker.keep(fact);
  } else {
    maker.keep_once(fact, kHour);
  }
}

void read_lease(const RecordView& record, FactMaker& maker) {
  Fact fact = maker.fact(FactKind::kLease, Witness::kNetwork);
  fact.peer_address = maker.address(record.text(Slot::kLeaseAddress));
  const bool full = record.has(Slot::kLeaseFullName);
  maker.name_peer(fact, record.text(full ? Slot::kLeaseFullName : Slot::kLeaseHost));
  fact.logon_id = record.number(Slot::kLeaseTime);
  if (fact.peer_address != kNoText && fact.peer_host != kNoText) maker.keep(fact);
}

void read_lookup(const RecordView& record, FactMaker& maker) {
  const std::string_view name = record.text(Slot::kDnsQuery);
  if (name.empty() || name.starts_with('_')) return;
  record.each(Slot::kAnswers, [&](std::string_view answer) {
    if (!is_private(answer)) return false;
    Fact fact = maker.fact(FactKind::kName, Witness::kNetwork);
    fact.own_address = maker.address(record.text(Slot::kOrigHost));
    fact.peer_address = maker.address(answer);
    fact.detail = maker.detail(name);
    maker.keep_once(fact, kHour);
    return true;
  });
}

// Somebody is in, as far as can be told from outside.
void read_ssh(const RecordView& record, FactMaker& maker) {
  if (!record.is_true(Slot::kAuthSuccess)) return;
  Fact fact = seen(FactKind::kFlowSeen, record, maker);
  fact.detail = maker.detail("ssh, let in");
  if (has_ends(fact)) maker.keep(fact);
}

constexpr FactRow kZeekRows[]{
    {"zeek/conn", 0, {}, read_conn},           {"zeek/rdp", 0, {}, read_rdp},
    {"zeek/smb_mapping", 0, {}, read_mapping}, {"zeek/smb_files", 0, {}, read_smb_file},
    {"zeek/dce_rpc", 0, {}, read_rpc},         {"zeek/kerberos", 0, {}, read_kerberos},
    {"zeek/ntlm", 0, {}, read_ntlm},           {"zeek/dhcp", 0, {}, read_lease},
    {"zeek/dns", 0, {}, read_lookup},          {"zeek/ssh", 0, {}, read_ssh},
};

}  // namespace

std::span<const FactRow> zeek_rows() {
  return kZeekRows;
}

}  // namespace hoptrace::sessions
