// Clouds: Entra sign-ins and directory audit (Graph exports, Log Analytics tables, diagnostic settings), Microsoft
// 365 unified audit. `account` is a user principal name or an application's; actor of a sign-in its home tenant's id;
// detail of a sign-in see cloud_sign_in.h, of a change "operation|what it was done to".
//
// Left out: sign-ins that failed; of those within one organisation, and of changes, what repeats within the hour.
#include "sessions/cloud_sign_in.h"
#include "sessions/fact_row.h"
#include "sessions/text_match.h"

namespace hoptrace::sessions {
namespace {

// Microsoft 365 writes addresses with ports: "203.0.113.7:50123", "[2001:db8::7]:50123".
Text address_of(std::string_view text, FactMaker& maker) {
  const std::size_t colon = text.rfind(':');
  const bool with_port = colon != std::string_view::npos && (text.find(':') == colon || text.find("]:") + 1 == colon);
  return maker.address(with_port ? text.substr(0, colon) : text);
}

std::string_view account_of(const RecordView& record) {
  return record.text(record.has(Slot::kPrincipal) ? Slot::kPrincipal : Slot::kServicePrincipal);
}

void keep_sign_in(const RecordView& record, FactMaker& maker) {
  std::string_view access = record.text(Slot::kCrossTenant);
  if (same(access, "none")) access = {};
  const CloudSignIn sign_in{.access = access,
                            .home = record.text(Slot::kHomeTenant),
                            .resource = record.text(Slot::kResourceTenant),
                            .app = record.text(Slot::kAppName),
                            .target = record.text(Slot::kResourceName)};
  Fact fact = maker.fact(FactKind::kCloudSignIn, Witness::kCloud);
  fact.account = maker.account(account_of(record));
  if (fact.account == kNoText) return;
  fact.actor = maker.text(sign_in.home);
  fact.peer_address = address_of(record.text(Slot::kCloudAddress), maker);
  maker.name_peer(fact, record.text(Slot::kDevice));
  fact.detail = maker.detail(sign_in.joined());
  if (sign_in.crosses() || !sign_in.access.empty()) return maker.keep(fact);
  maker.keep_once(fact, kHour);
}

void read_sign_in(const RecordView& record, FactMaker& maker) {
  if (record.number(Slot::kErrorCode) == 0) keep_sign_in(record, maker);
}

void keep_change(std::string_view who, std::string_view address, std::string_view operation, std::string_view target,
                 FactMaker& maker) {
  Fact fact = maker.fact(FactKind::kCloudChange, Witness::kCloud);
  fact.account = fact.actor = maker.account(who);
  fact.peer_address = address_of(address, maker);
  if (operation.empty()) return;
  fact.detail = maker.detail(operation, '|', target);
  maker.keep_once(fact, kHour);
}

void read_directory_audit(const RecordView& record, FactMaker& maker) {
  const bool by_user = record.has(Slot::kInitiator);
  keep_change(record.text(by_user ? Slot::kInitiator : Slot::kInitiatorApp), record.text(Slot::kInitiatorAddress),
              record.text(Slot::kCloudActivity), record.text(Slot::kCloudTarget), maker);
}

// Operations of the Office 365 Management Activity API: UserLoggedIn is the sign-in, with both tenants.
void read_unified_audit(const RecordView& record, FactMaker& maker) {
  const std::string_view operation = record.text(Slot::kOperation);
  if (same(operation, "UserLoggedIn")) return keep_sign_in(record, maker);
  keep_change(record.text(Slot::kPrincipal), record.text(Slot::kCloudAddress), operation,
              record.text(Slot::kCloudTarget), maker);
}

constexpr FactRow kCloudRows[]{
    {"azure/signinlogs", 0, {}, read_sign_in},
    {"azure/auditlogs", 0, {}, read_directory_audit},
    {"m365/audit", 0, {}, read_unified_audit},
};

}  // namespace

std::span<const FactRow> cloud_rows() {
  return kCloudRows;
}

}  // namespace hoptrace::sessions
