// Remote desktop, at both ends: TerminalServices LocalSessionManager 21-25, RemoteConnectionManager 1149, RDPClient
// 1024, 1102. Fields: the providers' manifests.
//
// Left out: sessions at the console ("LOCAL"), which are no remote desktop.
#include "sessions/fact_row.h"
#include "sessions/record_user.h"

namespace hoptrace::sessions {
namespace {

template <FactKind kKind>
void read_session(const RecordView& record, FactMaker& maker) {
  Fact fact = maker.fact(kKind);
  fact.account = maker.account(record.text(Slot::kUser));
  maker.name_peer(fact, record.text(Slot::kIpAddress));
  constexpr bool kComes = kKind == FactKind::kRdpArrival || kKind == FactKind::kReconnect;
  const bool loopback = AddressText(record.text(Slot::kIpAddress)).is_loopback();  // a tunnel's end
  if (kComes && !loopback && fact.peer_address == kNoText && fact.peer_host == kNoText) return;
  maker.keep(fact);
}

// Somebody has shown credentials, before there is a session.
void read_arrival(const RecordView& record, FactMaker& maker) {
  Fact fact = maker.fact(FactKind::kRdpArrival);
  fact.account = maker.account(record.text(Slot::kParam2), record.text(Slot::kParam1));
  maker.name_peer(fact, record.text(Slot::kParam3));
  maker.keep(fact);
}

void read_client(const RecordView& record, FactMaker& maker) {
  Fact fact = maker.fact(FactKind::kRdpClient);
  fact.account = fact.actor = record_user(record, maker);
  std::string_view server = record.text(Slot::kRdpServer);
  // "host:3390"; an IPv6 address has more than one colon.
  if (const std::size_t colon = server.find(':'); colon != std::string_view::npos && colon == server.rfind(':')) {
    server = server.substr(0, colon);
  }
  maker.name_peer(fact, server);
  if (fact.peer_host != kNoText || fact.peer_address != kNoText) maker.keep(fact);
}

constexpr std::string_view kSessions = "Microsoft-Windows-TerminalServices-LocalSessionManager/Operational";
constexpr std::string_view kArrivals = "Microsoft-Windows-TerminalServices-RemoteConnectionManager/Operational";
constexpr std::string_view kClient = "Microsoft-Windows-TerminalServices-RDPClient/Operational";
constexpr FactRow kDesktopRows[]{
    {kSessions, 21, {}, read_session<FactKind::kRdpArrival>},
    {kSessions, 22, {}, read_session<FactKind::kRdpArrival>},
    {kSessions, 23, {}, read_session<FactKind::kLogoff>},
    {kSessions, 24, {}, read_session<FactKind::kDisconnect>},
    {kSessions, 25, {}, read_session<FactKind::kReconnect>},
    {kArrivals, 1149, {}, read_arrival},
    {kClient, 1024, {}, read_client},
    {kClient, 1102, {}, read_client},
};

}  // namespace

std::span<const FactRow> remote_desktop_rows() {
  return kDesktopRows;
}

}  // namespace hoptrace::sessions
