// Seen: what one record, or many alike, says that posture rests on: neutral, so that this room knows neither cases
// nor how facts are read. Whoever hunts translates logon facts and posture counts into it
// (hunt/posture_assessing.cc).
//
// Texts are views that live until add() returns; addresses stand in the one form that facts have.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/origin.h"
#include "base/time.h"

namespace hoptrace::assess::posture {

// A record that a claim rests on.
struct Record {
  base::ArtifactId artifact{};
  std::uint64_t offset = 0, record_id = 0;
  std::uint32_t event_id = 0;
  base::Time time;
  std::string host;
};

// The record with what it says, in a few words.
struct Cited {
  Record record;
  std::string says;
};

enum class SeenKind : std::uint8_t {
  // From logon facts.
  kSession,    // a session began, or went on, from elsewhere: account, address, peer_name, logon_type
  kConsole,    // ... at the host's own screen
  kPrivilege,  // the account has administrator's rights on the host (4672)
  kTicket,     // the host gave a ticket: it is a domain controller
  kFlow,       // from address to to_address, port; by the network where `sensor`
  kDesktop,    // a remote desktop from address; detail: what the client calls itself
  kDelegated,  // a sign-in from one directory into another; detail: whose directory
  kClear,      // a log was emptied; detail: which
  kSid,        // the account has the SID that is the detail
  kVpn,        // the account came by VPN
  // From posture counts (sessions/posture_reader.h).
  kFailures,  // count failures of the account, from `time` on
  kMember,    // account was made member of the group that is the detail; sid: the member's
  kDisabled,  // the account was switched off or deleted
  kNetlogon,  // a weak Netlogon channel (event id tells)
  kSystem,    // detail: the build number that the host runs
  kListed,    // a program that no list allows was let run (audit) or stopped; detail: audit | stopped
  kScripts,   // the host records what scripts do
  kFactor,    // a sign-in; detail: single | multi; address: whose directory, if another's
  kEgress,    // a connection out from address by port; detail: the protocol found, or nothing
  kLookup,    // address asked for the name that is the detail
};

struct Seen {
  SeenKind kind = SeenKind::kSession;
  std::uint8_t logon_type = 0;
  bool sensor = false;
  std::uint16_t port = 0;
  std::uint64_t count = 1;
  std::string_view tenant, host, account, sid, address, to_address, peer_name, detail;
  base::ArtifactId artifact{};
  std::uint64_t offset = 0, record_id = 0;
  std::uint32_t event_id = 0;
  base::Time time;
};

// One log of one host on one day, and a hole in its record numbers.
struct LogDay {
  std::string tenant, host, channel;
  base::Time first, last;
};
struct LogHole {
  std::string tenant, host, channel;
  base::Time before, after;
};

// A hop that crosses a border, as tracing told it.
struct HopSeen {
  std::string id, from_tenant, from_host, to_tenant, to_host, account, method, status;
  double confidence = 0;
  base::Time time;
  std::vector<Cited> records;  // of the tenant reached
};

// A finding of a rule about a program that loads somebody else's library.
struct FindingSeen {
  std::string tenant, host, rule;
  std::vector<std::string> tags;
  Record record;
};

}  // namespace hoptrace::assess::posture
