#include "hops/gathering.h"

#include <algorithm>
#include <unordered_set>

#include "hops/abroad.h"
#include "hops/client_names.h"

namespace hoptrace::hops {

using sessions::FactKind;

namespace {

using base::kSecond;
constexpr std::size_t kAhead = 16;

enum class Speaks : std::uint8_t { kNothing, kOwn, kOthers };

// Whether a row speaks of coming to its own host, to another, or to none.
Speaks speaks(const Row& row) {
  const bool network = row.witness() == sessions::Witness::kNetwork;
  if (network) {
    switch (row.kind) {
      case FactKind::kFlowSeen:
      case FactKind::kRdpArrival:
      case FactKind::kShare:
      case FactKind::kPipe:
      case FactKind::kFile:
      case FactKind::kNtlmChecked:
      case FactKind::kServiceTicket:
        return Speaks::kOthers;
      default:
        return Speaks::kNothing;
    }
  }
  switch (row.kind) {
    case FactKind::kLogon:
    case FactKind::kLogoff:
    case FactKind::kReconnect:
    case FactKind::kPrivileged:
    case FactKind::kShare:
    case FactKind::kService:
    case FactKind::kTask:
    case FactKind::kFlowIn:
    case FactKind::kRdpArrival:
    case FactKind::kWinrmServer:
    case FactKind::kWmi:
    case FactKind::kShell:
    case FactKind::kPipe:
    case FactKind::kFile:
    case FactKind::kBoot:
      return Speaks::kOwn;
    case FactKind::kProcess:
      return row.peer == kNone ? Speaks::kOwn : Speaks::kOthers;
    case FactKind::kExplicit:
    case FactKind::kRdpClient:
    case FactKind::kWinrmClient:
    case FactKind::kServiceTicket:
    case FactKind::kFlowOut:
    case FactKind::kFlowSeen:
      return Speaks::kOthers;
    default:
      return Speaks::kNothing;
  }
}

// By host, in order: the rows of host h are those from starts[h] to starts[h + 1].
struct ByHost {
  std::vector<std::uint32_t> starts;
  std::vector<RowId> rows;
  [[nodiscard]] std::span<const RowId> of(HostId host) const {
    return std::span(rows).subspan(starts[host], starts[host + 1] - starts[host]);
  }
};

ByHost by_host(const std::vector<RowId>& order, const std::vector<HostId>& hosts_of, std::size_t hosts) {
  ByHost result;
  result.starts.assign(hosts + 2, 0);
  for (const HostId host : hosts_of) ++result.starts[host + 1];
  for (std::size_t i = 1; i < result.starts.size(); ++i) result.starts[i] += result.starts[i - 1];
  result.rows.resize(order.size());
  std::vector<std::uint32_t> next = result.starts;
  for (std::size_t i = 0; i < order.size(); ++i) result.rows[next[hosts_of[i]]++] = order[i];
  return result;
}

HostId target_of(const Row& row, const Rows& rows, const Names& names, const Identity& identity,
                 const Abroad& abroad) {
  if (const HostId host = abroad.target_of(row); host != kNone) return host;
  const TenantId tenant = rows.tenant_of(row);
  if (row.peer != kNone && !names.is_bare_address(row.peer)) return row.peer;
  if (row.address == kNone || row.kind == FactKind::kServiceTicket) return kNone;
  return identity.one_at(tenant, row.address, row.time);
}

}  // namespace

void learn_names_from_tickets(const Rows& rows, const std::vector<RowId>& order, const Names& names,
                              Identity& identity) {
  std::vector<RowId> recent;  // connections seen on the network, of the last moment
  std::vector<RowId> tickets;
  const auto learn = [&](const Row& ticket, const Row& flow) {
    const std::int64_t after = ticket.time - flow.time;
    if (rows.extra(flow).own_address != rows.source_address(ticket) || after > kSecond || after < -kSecond) return;
    if (rows.tenant_of(ticket) != rows.tenant_of(flow) || (flow.marks & kMarkDirectory) != 0) return;
    identity.observe(names.tenant_of(ticket.peer), flow.address, ticket.peer, Rung::kDns, flow.time, flow.time);
  };
  for (const RowId id : order) {
    const Row& row = rows[id];
    const bool ticket =
        row.kind == FactKind::kServiceTicket && row.peer != kNone && row.witness() == sessions::Witness::kNetwork;
    if (!ticket && row.kind != FactKind::kFlowSeen) continue;
    const auto is_old = [&](RowId other) { return row.time - rows[other].time > kSecond; };
    std::erase_if(recent, is_old);
    std::erase_if(tickets, is_old);
    for (const RowId other : ticket ? recent : tickets) ticket ? learn(row, rows[other]) : learn(rows[other], row);
    auto& kept = ticket ? tickets : recent;
    if (kept.size() < 256) kept.push_back(id);
  }
}

void learn_names_from_clients(const Rows& rows, const std::vector<RowId>& order, Identity& identity) {
  ClientNames client;
  std::unordered_set<HostId> known;  // by records of their own: a name alone may be a partner's host's
  for (const RowId id : order) known.insert(rows[id].host);
  const auto learn = [&](const Row& row, HostId named) {
    if (named == kNone || !known.contains(named) || !identity.in_networks(rows.tenant_of(row), row.address)) return;
    identity.observe(rows.tenant_of(row), row.address, named, Rung::kDns, row.time, row.time);
  };
  for (const RowId id : order) {
    const Row& row = rows[id];
    if (row.kind != FactKind::kRdpClient && row.kind != FactKind::kExplicit) continue;
    const HostId named = client.take(row);
    if (row.address == kNone) continue;
    learn(row, row.peer);
    learn(row, named);
  }
}

Gathered gather(const Rows& rows, const std::vector<RowId>& order, Names& names, const Identity& identity,
                const Clocks& clocks, const LogCover& cover) {
  Gathered result;
  Abroad abroad(rows, names, identity, clocks);
  abroad.learn(order);
  std::vector<RowId> checks;
  std::size_t beginnings = 0;
  std::vector<HostId> spoken_of(order.size(), kNone);
  for (std::size_t i = 0; i < order.size(); ++i) {
    const Row& row = rows[order[i]];
    if (row.kind == FactKind::kNtlmChecked && row.host != kNone) checks.push_back(order[i]);
    if (row.kind == FactKind::kLogon) ++beginnings;
    const Speaks to = speaks(row);
    if (to == Speaks::kOwn) spoken_of[i] = row.host;
    if (to != Speaks::kOthers) continue;
    spoken_of[i] = target_of(row, rows, names, identity, abroad);
    const bool asked = row.kind == FactKind::kServiceTicket || row.kind == FactKind::kNtlmChecked;
    // Who is gone to by address alone can be behind a tunnel, where others have the addresses.
    const bool by_address = row.kind == FactKind::kExplicit && names.is_bare_address(row.peer);
    const bool goes_out = spoken_of[i] == kNone || by_address || names.tenant_of(spoken_of[i]) != rows.tenant_of(row);
    if (goes_out && !asked) result.outgoing.push_back(order[i]);
  }
  std::ranges::stable_sort(checks, {}, [&](RowId id) { return names.user_key(rows[id].account); });
  const ByHost by = by_host(order, spoken_of, names.hosts());
  std::vector<HostId>().swap(spoken_of);
  result.arrivals.all.reserve(beginnings);  // what is not used is never touched
  result.arrivals.cited.reserve(order.size());
  std::unordered_set<HostId> controllers;
  for (const auto& one : rows.ticket_addresses())
    controllers.insert(identity.one_at(one.tenant, one.address, one.time));
  const World world{.rows = rows,
                    .names = names,
                    .identity = identity,
                    .clocks = clocks,
                    .cover = cover,
                    .checks = checks,
                    .controllers = controllers,
                    .abroad = abroad};
  std::vector<RowId> own, others;
  for (HostId host = 1; host < names.hosts(); ++host) {
    own.clear();
    others.clear();
    const std::span<const RowId> all = by.of(host);
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (i + kAhead < all.size()) rows.fetch(all[i + kAhead]);
      (speaks(rows[all[i]]) == Speaks::kOwn ? own : others).push_back(all[i]);
    }
    if (!own.empty() || !others.empty()) HostStory(world, host).tell(own, others, result.arrivals);
  }
  // Hosts were gone through by number, and so by name: what they cite stands in that order.
  std::ranges::sort(result.arrivals.all, [](const Arrival& a, const Arrival& b) {
    return a.time != b.time ? a.time < b.time : a.first_cited < b.first_cited;
  });
  return result;
}

}  // namespace hoptrace::hops
