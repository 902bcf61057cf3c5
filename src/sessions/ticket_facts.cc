// What domain controllers say: who was given a ticket, or checked, at whose asking. Security 4768, 4769, 4776, 4662.
// Fields: learn.microsoft.com, "Audit Kerberos Authentication Service", "Audit Kerberos Service Ticket Operations",
// "Audit Credential Validation", "Audit Directory Service Access".
//
// 4776 is also written by a host that checks an account of its own: then the fact's host is no domain controller, and
// no witness but the host itself. Left out: what was refused; machines, but once an hour.
#include <array>

#include "sessions/fact_row.h"
#include "sessions/principal.h"
#include "sessions/text_match.h"

namespace hoptrace::sessions {
namespace {

void keep_ticket(const Fact& fact, Principal who, FactMaker& maker) {
  if (who == Principal::kUser) {
    maker.keep(fact);
  } else if (who == Principal::kMachine && (fact.peer_address != kNoText || fact.peer_host != kNoText)) {
    maker.keep_once(fact, kHour);
  }
}

Fact fact_of_ticket(FactKind kind, const RecordView& record, FactMaker& maker) {
  Fact fact = maker.fact(kind, Witness::kDomainController);
  fact.account = maker.account(record.text(Slot::kTargetDomain), record.text(Slot::kTargetName));
  fact.peer_address = maker.address(record.text(Slot::kIpAddress));
  const std::uint64_t port = record.number(Slot::kIpPort);
  fact.peer_port = port <= 0xFFFF ? static_cast<std::uint16_t>(port) : std::uint16_t{0};
  return fact;
}

void read_ticket(const RecordView& record, FactMaker& maker) {
  if (record.number(Slot::kStatus) != 0) return;
  keep_ticket(fact_of_ticket(FactKind::kTicketGranted, record, maker),
              principal_of(record.text(Slot::kTargetSid), record.text(Slot::kTargetName)), maker);
}

void read_service_ticket(const RecordView& record, FactMaker& maker) {
  if (record.number(Slot::kStatus) != 0) return;
  const std::string_view service = record.text(Slot::kServiceName);
  if (same(service, "krbtgt")) return;  // a ticket renewed or handed on: it leads nowhere
  Fact fact = fact_of_ticket(FactKind::kServiceTicket, record, maker);
  const Principal who = principal_of({}, record.text(Slot::kTargetName));
  if (who == Principal::kUser) {
    fact.detail = maker.detail(service);
    fact.guid = record.guid(Slot::kLogonGuid);
  }
  keep_ticket(fact, who, maker);
}

void read_check(const RecordView& record, FactMaker& maker) {
  if (record.number(Slot::kStatus) != 0) return;
  Fact fact = maker.fact(FactKind::kNtlmChecked, Witness::kDomainController);
  fact.account = maker.account(record.text(Slot::kTargetName));
  maker.name_peer(fact, record.text(Slot::kWorkstation));
  keep_ticket(fact, principal_of({}, record.text(Slot::kTargetName)), maker);
}

// Rights DS-Replication-Get-Changes-All and DS-Replication-Get-Changes ([MS-ADTS] 5.1.3.2.1), used by who is no
// domain controller.
void read_directory_access(const RecordView& record, FactMaker& maker) {
  constexpr std::array<std::string_view, 2> kRights{"1131f6ad-9c07-11d1-f79f-00c04fc2dcd2",
                                                    "1131f6aa-9c07-11d1-f79f-00c04fc2dcd2"};
  const std::string_view rights = record.text(Slot::kProperties);
  if (!contains(rights, kRights[0]) && !contains(rights, kRights[1])) return;
  if (principal_of(record.text(Slot::kSubjectSid), record.text(Slot::kSubjectName)) != Principal::kUser) return;
  Fact fact = maker.fact(FactKind::kReplication);
  fact.account = fact.actor = maker.account(record.text(Slot::kSubjectDomain), record.text(Slot::kSubjectName));
  fact.logon_id = fact.actor_logon = record.number(Slot::kSubjectLogonId);
  maker.keep_once(fact, kMinute);
}

constexpr FactRow kTicketRows[]{
    {"Security", 4662, {}, read_directory_access},
    {"Security", 4768, {}, read_ticket},
    {"Security", 4769, {}, read_service_ticket},
    {"Security", 4776, {}, read_check},
};

}  // namespace

std::span<const FactRow> ticket_rows() {
  return kTicketRows;
}

}  // namespace hoptrace::sessions
