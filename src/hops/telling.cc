#include "hops/telling.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <tuple>

#include "base/fingerprint.h"
#include "hops/confidence.h"

namespace hoptrace::hops {
namespace {

using sessions::FactKind;

std::string_view what(FactKind kind) {
  switch (kind) {
    case FactKind::kLogon:
      return "a session began";
    case FactKind::kReconnect:
    case FactKind::kRdpArrival:
      return "a remote desktop connection came in";
    case FactKind::kShare:
      return "a share was opened";
    case FactKind::kService:
      return "a service was installed";
    case FactKind::kTask:
      return "a task was made";
    case FactKind::kProcess:
      return "a process ran";
    case FactKind::kExplicit:
      return "credentials were used towards it";
    case FactKind::kRdpClient:
      return "a remote desktop client went there";
    case FactKind::kWinrmClient:
      return "a WinRM session went there";
    case FactKind::kServiceTicket:
      return "a ticket for it was given out";
    case FactKind::kNtlmChecked:
      return "the account was checked";
    case FactKind::kFlowIn:
      return "a connection came in";
    case FactKind::kFlowOut:
      return "a connection went out to it";
    case FactKind::kFlowSeen:
      return "a connection was seen";
    case FactKind::kPipe:
      return "a pipe was opened";
    case FactKind::kFile:
      return "a file was written over the network";
    case FactKind::kVpnBegin:
      return "a VPN session began";
    case FactKind::kCloudSignIn:
      return "a cloud sign-in";
    case FactKind::kRemoteJob:
      return "a remote-management job ran";
    default:
      return "a remote shell ran";
  }
}

std::string hash_of(const Hop& hop, const Evidence* first) {
  const auto part = [](const Place& place) { return place.tenant + '\n' + place.host + '\n'; };
  std::string text = (hop.from ? part(*hop.from) : "?\n") + part(hop.to) + hop.account + '\n';
  if (first != nullptr) text += fmt::format("{} {}", static_cast<std::int64_t>(first->artifact), first->offset);
  const auto print = base::fingerprint(text);
  return fmt::format("{:016x}{:016x}", print.high, print.low);
}

// One sentence a side: who says it, the first of its records.
void tell_sides(Hop& hop, const Arrival& arrival, const Arrivals& arrivals, const Rows& rows, const Names& names) {
  for (const Side side :
       {Side::kDestination, Side::kSource, Side::kDomainController, Side::kNetwork, Side::kExecution}) {
    int count = 0;
    const Row* first = nullptr;
    for (const Cited& one : arrivals.cited_by(arrival)) {
      if (one.side() != side) continue;
      ++count;
      const Row& row = rows[one.row()];
      if (first == nullptr || row.time < first->time) first = &row;
    }
    if (first == nullptr) continue;
    const std::string where = first->host == kNone ? "the network" : std::string(names.host_name(first->host));
    std::string more = count > 1 ? fmt::format(", with {} more record{}", count - 1, count > 2 ? "s" : "") : "";
    if (first->event_id != 0) more.insert(0, fmt::format(" (event {})", first->event_id));
    hop.why.push_back(fmt::format("{}: {} says that {}{}", name(side), where, what(first->kind), more));
  }
}

void tell_flags(Hop& hop, const Arrival& arrival, const Names& names) {
  if ((arrival.flags & kClaimDiffers) != 0)
    hop.why.push_back(
        fmt::format("the client called itself another name than {}, whose address it had: either can be forged",
                    names.host_name(arrival.from)));
  if ((arrival.flags & kPrivilegedThere) != 0) hop.why.emplace_back("the session had administrator's rights");
  if (arrival.from != kNone || (arrival.flags & kBorder) != 0) return;
  const std::string seen =
      arrival.address == kNone ? "" : fmt::format(" (address {})", names.address_text(arrival.address));
  hop.gap = fmt::format("From which host this came to {} is not known{}: {}", hop.to.host, seen,
                        arrival.candidates == 0 ? "no record names one" : "more than one host fits");
}

// As the destination's own clock had it; where nothing of it is left, as the first record has it that speaks of it:
// how far that clock was off is then a guess.
base::Time time_of(const Arrival& arrival, const Arrivals& arrivals, const Rows& rows, const Clocks& clocks) {
  std::optional<std::int64_t> first;
  for (const Cited& cited : arrivals.cited_by(arrival)) {
    const Row& row = rows[cited.row()];
    if (row.host == arrival.to) return {arrival.time - clocks.correction(arrival.to)};
    first = std::min(first.value_or(row.time), row.time);
  }
  return {first.value_or(arrival.time)};
}

}  // namespace

Hop tell(const Arrival& arrival, const Arrivals& arrivals, const Rows& rows, const Names& names,
         const Clocks& clocks) {
  Hop hop;
  hop.time = time_of(arrival, arrivals, rows, clocks);
  if (arrival.from != kNone) hop.from = names.place(arrival.from);
  for (const HostId candidate : arrivals.candidates_of(arrival)) hop.candidates.push_back(names.place(candidate));
  std::ranges::sort(hop.candidates, {}, [](const Place& place) { return std::tie(place.tenant, place.host); });
  hop.to = names.place(arrival.to);
  hop.account = names.account_name(arrival.account);
  hop.method = method_of(arrival.marks);
  hop.status = status_of(arrival);
  hop.confidence = static_cast<float>(confidence_of(arrival));
  hop.suspicion = arrival.suspicion;
  hop.border = (arrival.flags & kBorder) != 0;
  for (const Cited& one : arrivals.cited_by(arrival)) {
    const Row& row = rows[one.row()];
    const RecordPlace at = rows.record(one.row());
    hop.evidence.push_back({.artifact = base::ArtifactId{at.artifact},
                            .offset = at.offset,
                            .record_id = at.record_id,
                            .event_id = row.event_id,
                            .side = one.side()});
  }
  const auto place = [](const Evidence& e) { return std::tuple(e.side, e.artifact, e.offset, e.record_id); };
  std::ranges::sort(hop.evidence, {}, place);
  hop.id = hash_of(hop, hop.evidence.empty() ? nullptr : &hop.evidence.front());
  tell_sides(hop, arrival, arrivals, rows, names);
  tell_flags(hop, arrival, names);
  return hop;
}

}  // namespace hoptrace::hops
