// Fact: what one record says about who was where: a logon, a ticket, a connection, a share opened, a service
// installed. Everything that tracing hops rests on (knowledge: docs/hops.md), small enough that ten million of them
// fit in memory.
//
// fact_of() (fact_table.h) makes facts of Events, in the workers of a hunt; packed, they are kept in the case
// (packed_facts.h); the tracer (hops/tracer.h) takes them from there. A fact names its record, so that whatever
// follows from it leads back to the evidence.
//
// Texts are numbers of a TextPool (text_pool.h) and stand as the record has them, but for what is said at the field.
#pragma once

#include <cstdint>

#include "base/origin.h"
#include "base/time.h"
#include "sessions/text_pool.h"

namespace hoptrace::sessions {

// Of what is read as a fact: with another, artifacts in a case are read again.
constexpr int kFactsVersion = 2;

// What is said. "Here" is the host whose log it is (`host`), "peer" the other end.
enum class FactKind : std::uint8_t {
  kLogon,          // a session began here: 4624 (logon_type as there)
  kLogonFailed,    // 4625
  kLogoff,         // 4634, 4647, LSM 23
  kReconnect,      // 4778, LSM 25
  kDisconnect,     // 4779, LSM 24
  kPrivileged,     // 4672: the session has administrator's rights
  kExplicit,       // 4648: `actor` here used the credentials of `account` towards peer
  kTicketGranted,  // 4768: `account` got a ticket from here (a domain controller); peer: who asked
  kServiceTicket,  // 4769: the same for a service; detail: its name (HOST$ or service account)
  kNtlmChecked,    // 4776: a domain controller checked `account` for peer_host
  kShare,          // 5140, 5145: `account` opened a share here; detail: share\file
  kService,        // 4697, 7045: a service was installed here; detail: name|image
  kTask,           // 4698, TaskScheduler 106: a task was made here; detail: its name
  kProcess,        // 4688, Sysmon 1: a process of `account`; detail: parent>image|command line
  kFlowOut,        // 5156, Sysmon 3: a connection from here to peer; detail: image
  kFlowIn,         // ... from peer to here
  kFlowSeen,       // Zeek: a connection from own_* to peer_*, seen by neither; detail: service
  kRdpArrival,     // RCM 1149, LSM 21: somebody came by remote desktop, from peer
  kRdpClient,      // RDPClient 1024, 1102: somebody here went to peer
  kWinrmClient,    // WinRM 6: a session from here to peer
  kWinrmServer,    // WinRM 91: a session was made here
  kWmi,            // WMI-Activity 5857-5861: detail: what ran
  kShell,          // PowerShell 400, 403, 4103, 4104 of a remote session; detail: host application
  kPipe,           // Sysmon 17, 18, Zeek dce_rpc: detail: pipe or endpoint and operation
  kFile,           // Sysmon 11, Zeek smb_files: a file was written; detail: its path
  kMemoryRead,     // Sysmon 10 on lsass; detail: by which image
  kName,           // Sysmon 22, Zeek dns: detail: a name, peer_address: what it is
  kBoot,           // 4608, 6005
  kShutdown,       // 6006, 1074
  kLogCleared,     // 1102, 104; detail: the channel
  kClockChanged,   // 4616; guid: the old time's ticks
  kAuditChanged,   // 4719
  kLease,          // DHCP: peer_host has peer_address from now on; logon_id: for how many seconds
  kVpnBegin,       // `account` came by VPN from peer_address and has own_address inside
  kVpnEnd,
  kCloudSignIn,  // Entra: `account` of actor's tenant from peer_address; detail: see cloud_sign_in.h
  kCloudChange,  // directory audit, unified audit: detail: the operation
  kRemoteJob,    // a remote-management agent ran something here; detail: agent|what
  kReplication,  // 4662: `account` asked this domain controller for the secrets of all accounts (DCSync)
  kSid,          // 4624: `account` has the SID that is the detail. Some records have only that
  kFlagged,      // a rule of high level or an indicator found this record; account and logon_id: in whose session
};
constexpr FactKind kLastFactKind = FactKind::kFlagged;

// What the fact's record is in.
enum class Witness : std::uint8_t { kHost, kDomainController, kNetwork, kVpn, kCloud };

struct Fact {
  base::Time time;
  std::uint64_t offset = 0;  // of the record in its artifact
  std::uint64_t record_id = 0;
  std::uint64_t logon_id = 0;     // of the session that it is about
  std::uint64_t actor_logon = 0;  // of the session that did it (Subject)
  std::uint64_t guid = 0;         // XXH3 of LogonGuid, ProcessGuid or a connection's uid; 0: none
  Text tenant = kNoText;
  Text host = kNoText;          // as the record names it, in full where it does; of kFlowSeen: the sensor
  Text account = kNoText;       // DOMAIN\name
  Text actor = kNoText;         // DOMAIN\name
  Text peer_host = kNoText;     // as written there: can be forged where the peer says it itself (WorkstationName)
  Text peer_address = kNoText;  // without ::ffff: and brackets; none for "-", "LOCAL", loopback
  Text own_address = kNoText;
  Text detail = kNoText;
  base::ArtifactId artifact{};
  std::uint16_t event_id = 0;  // 0: the log has none, or a larger one
  std::uint16_t peer_port = 0, own_port = 0;
  FactKind kind = FactKind::kLogon;
  std::uint8_t logon_type = 0;
  Witness witness = Witness::kHost;
  std::uint8_t channel = 0;  // into kFactChannels (fact_table.h)
};
static_assert(sizeof(Fact) <= 104);

}  // namespace hoptrace::sessions
