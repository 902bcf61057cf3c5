// Who came by VPN, and which address they have inside: as the VPN decoder has them (decode/vpn), whatever gateway
// wrote them.
#include "sessions/fact_row.h"
#include "sessions/text_match.h"

namespace hoptrace::sessions {
namespace {

void read_vpn(const RecordView& record, FactMaker& maker) {
  const std::string_view action = record.text(Slot::kAction);
  const bool begin = same(action, "begin");
  if (!begin && !same(action, "end")) return;
  Fact fact = maker.fact(begin ? FactKind::kVpnBegin : FactKind::kVpnEnd, Witness::kVpn);
  if (fact.host == kNoText) fact.host = maker.text(record.text(Slot::kGateway));
  fact.account = maker.account(record.text(Slot::kUser));
  fact.peer_address = maker.address(record.text(Slot::kPublicAddress));
  fact.own_address = maker.address(record.text(Slot::kAssignedAddress));
  if (fact.account != kNoText || fact.own_address != kNoText) maker.keep(fact);
}

constexpr FactRow kVpnRows[]{{"vpn", 0, {}, read_vpn}};

}  // namespace

std::span<const FactRow> vpn_rows() {
  return kVpnRows;
}

}  // namespace hoptrace::sessions
