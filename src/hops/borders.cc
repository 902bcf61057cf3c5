#include "hops/borders.h"

#include <fmt/format.h>

#include <algorithm>

#include "hops/services.h"

namespace hoptrace::hops {

using sessions::FactKind;

namespace {

using base::kSecond;
constexpr std::int64_t kLongestVpn = base::kDay;
constexpr std::int64_t kBefore = 20 * kSecond, kAfter = 5 * kSecond;  // a connection goes out before somebody arrives
constexpr std::int64_t kSmallDoubt = 5 * kSecond;
constexpr std::int64_t kWorstDoubt = 300 * kSecond;
constexpr std::size_t kMostNear = 4096;

void add_to(std::vector<HostId>& hosts, HostId host) {
  if (std::ranges::find(hosts, host) == hosts.end()) hosts.push_back(host);
}

// What is cited stands together: an arrival that cites more is moved to the end.
void cite(Arrival& arrival, Arrivals& arrivals, const std::vector<RowId>& rows, Side side) {
  std::vector<Cited> all(arrivals.cited_by(arrival).begin(), arrivals.cited_by(arrival).end());
  for (const RowId row : rows)
    if (all.size() < 128 && std::ranges::find(all, Cited(row, side)) == all.end()) all.emplace_back(row, side);
  arrival.first_cited = static_cast<std::uint32_t>(arrivals.cited.size());
  arrival.cited = static_cast<std::uint16_t>(all.size());
  arrivals.cited.insert(arrivals.cited.end(), all.begin(), all.end());
  if (!rows.empty()) arrival.sides |= side_bit(side);
}

// What the near end's own logs have of its connections, and what the network there saw of them.
void cite_near(Arrival& arrival, Arrivals& arrivals, const std::vector<RowId>& near, const Rows& rows) {
  std::vector<RowId> own, seen;
  for (const RowId id : near) (rows[id].host != kNone ? own : seen).push_back(id);
  cite(arrival, arrivals, own, Side::kSource);
  cite(arrival, arrivals, seen, Side::kNetwork);
}

void set_candidates(Arrival& arrival, Arrivals& arrivals, const std::vector<HostId>& hosts) {
  arrival.first_candidate = static_cast<std::uint32_t>(arrivals.candidates.size());
  arrival.candidates = static_cast<std::uint16_t>(std::min<std::size_t>(hosts.size(), 16));
  arrivals.candidates.insert(arrivals.candidates.end(), hosts.begin(), hosts.begin() + arrival.candidates);
}

}  // namespace

void Borders::read_vpn(const std::vector<RowId>& order) {
  for (const RowId id : order) {
    const Row& row = rows_[id];
    if (row.kind != FactKind::kVpnBegin && row.kind != FactKind::kVpnEnd) continue;
    const AddressId inside = rows_.extra(row).own_address;
    if (inside == kNone) continue;
    auto& sessions = vpn_[{rows_.tenant_of(row), inside}];
    if (!sessions.empty() && sessions.back().until > row.time) sessions.back().until = row.time;
    if (row.kind == FactKind::kVpnBegin)
      sessions.push_back({row.time, row.time + kLongestVpn, names_.same_account(row.account), row.address, id});
  }
}

std::vector<TenantId> Borders::partners(TenantId tenant) const {
  std::vector<TenantId> result;
  for (TenantId other = 1; other < names_.tenant_count(); ++other)
    if (names_.are_partners(tenant, other)) result.push_back(other);
  std::ranges::sort(result, {}, [this](TenantId id) { return names_.tenant_name(id); });
  return result;
}

const Borders::Vpn* Borders::vpn_of(TenantId tenant, AddressId address, std::int64_t time) const {
  const auto at = vpn_.find({tenant, address});
  if (at == vpn_.end()) return nullptr;
  for (const Vpn& session : at->second)
    if (session.from - kWorstDoubt <= time && time <= session.until + kWorstDoubt) return &session;
  return nullptr;
}

// What a record says it goes to, outside its tenant.
std::uint64_t Borders::outside_key(const Row& row) const {
  return (std::uint64_t{rows_.tenant_of(row)} << 48) ^ (std::uint64_t{row.address} << 20) ^ row.peer;
}

// Credentials that were used for one account are no other's way in. Organisations may write its domain differently.
bool Borders::is_for_another(const Row& row, const Arrival& arrival) const {
  return row.kind == FactKind::kExplicit && row.account != kNone && arrival.account != kNone &&
         names_.user_key(row.account) != names_.user_key(arrival.account);
}

Borders::Near Borders::near_ends(const Arrival& arrival, TenantId partner, const Gathered& gathered, bool any,
                                 std::int64_t most_doubt) const {
  Near near;
  const Marks way = transport_of(arrival.marks);
  const auto time_of = [this](RowId id) { return rows_[id].time; };
  auto at = std::ranges::lower_bound(gathered.outgoing, arrival.time - 2 * kWorstDoubt - kBefore, {}, time_of);
  struct Out {
    RowId row;
    HostId host;
    int votes;
  };
  std::vector<Out> all;
  for (std::size_t seen = 0; at != gathered.outgoing.end() && seen < kMostNear; ++at, ++seen) {
    const Row& row = rows_[*at];
    if (row.time > arrival.time + 2 * kWorstDoubt) break;
    if (rows_.tenant_of(row) != partner || is_for_another(row, arrival)) continue;
    if (identity_.in_networks(partner, row.address)) continue;  // it stays there
    if ((row.marks & kMarkAgent) != 0) continue;                // an agent's call to its server carries nothing else
    const HostId host = row.host != kNone ? row.host : identity_.one_at(partner, rows_.source_address(row), row.time);
    if (host == kNone) continue;
    const std::int64_t time = clocks_.time_of(row, rows_);
    const std::int64_t doubt = std::min(most_doubt, clocks_.doubt(row, rows_, arrival.to));
    if (time < arrival.time - kBefore - doubt || time > arrival.time + kAfter + doubt) continue;
    const Marks its = transport_of(row.marks);
    if (way != 0 && its != 0 && (way & its) == 0) continue;
    const auto known = together_.find({outside_key(row), arrival.to});
    all.push_back({*at, host, known == together_.end() ? 0 : known->second});
  }
  const int best = all.empty() ? 0 : std::ranges::max(all, {}, &Out::votes).votes;
  for (const Out& out : all)
    if (any || out.votes == best) add_to(near.hosts, out.host);
  // All that goes out from there at the moment is cited: any of it would say the same alone.
  for (const Out& out : all)
    if (std::ranges::find(near.hosts, out.host) != near.hosts.end()) near.rows.push_back(out.row);
  return near;
}

// How often what goes out to somewhere coincides with arrivals at a host.
void Borders::learn(const Gathered& gathered) {
  for (const Arrival& arrival : gathered.arrivals.all) {
    if (arrival.from != kNone || (arrival.flags & kForeign) == 0) continue;
    for (const TenantId partner : partners(names_.tenant_of(arrival.to)))
      for (const RowId row : near_ends(arrival, partner, gathered, true, kSmallDoubt).rows)
        ++together_[{outside_key(rows_[row]), arrival.to}];
  }
}

// What the destination's own records say of where it came from: a VPN session, an account of the serving
// organisation.
Crossing Borders::told_by_destination(Arrival& arrival, Gathered& gathered) const {
  const TenantId tenant = names_.tenant_of(arrival.to);
  const tenants::Tenant* entry = names_.entry(tenant);
  const TenantId msp = entry->msp.empty() ? kNone : names_.find_tenant(entry->msp);
  Crossing crossing;
  if (const Vpn* vpn = vpn_of(tenant, arrival.address, arrival.time); vpn != nullptr) {
    // Some gateways say twice that it began.
    std::vector<RowId> begins;
    for (const Vpn& one : vpn_.at({tenant, arrival.address}))
      if (one.account == vpn->account && std::abs(one.from - vpn->from) <= kBefore) begins.push_back(one.row);
    cite(arrival, gathered.arrivals, begins, Side::kNetwork);
    if (names_.is_partners_account(tenant, vpn->account) ||
        (msp != kNone && identity_.in_networks(msp, vpn->outside))) {
      crossing.from = msp;
      crossing.why = fmt::format("{} is an address of {}'s VPN session as {}", names_.address_text(arrival.address),
                                 names_.tenant_name(msp), names_.account_name(vpn->account));
    }
  }
  if (crossing.from == kNone && msp != kNone && names_.is_partners_account(tenant, arrival.account)) {
    crossing.from = msp;
    crossing.why =
        fmt::format("{} is an account of {}", names_.account_name(arrival.account), names_.tenant_name(msp));
  }
  return crossing;
}

void Borders::find_near_end(Arrival& arrival, Crossing& crossing, Gathered& gathered) const {
  Near found;
  int sides = 0;
  for (const TenantId partner : partners(names_.tenant_of(arrival.to))) {
    if (crossing.from != kNone && partner != crossing.from) continue;
    // As if the clocks agreed, first; then as far apart as nothing rules out.
    Near near = near_ends(arrival, partner, gathered, false, kSmallDoubt);
    if (near.hosts.empty()) near = near_ends(arrival, partner, gathered, false, kWorstDoubt);
    if (near.hosts.empty()) continue;
    ++sides;
    found = std::move(near);
  }
  if (sides == 1 && found.hosts.size() == 1) {
    arrival.from = found.hosts.front();
    crossing.from = names_.tenant_of(arrival.from);
    cite_near(arrival, gathered.arrivals, found.rows, rows_);
    const std::string out = fmt::format("a connection out of {} at that moment", names_.host_name(arrival.from));
    crossing.why += (crossing.why.empty() ? "" : "; ") + out;
    return;
  }
  if (crossing.from == kNone) return;
  if (found.hosts.empty() && names_.entry(crossing.from) != nullptr)
    for (const std::string& jump : names_.entry(crossing.from)->jump_hosts)
      add_to(found.hosts, names_.host(crossing.from, jump));
  std::ranges::sort(found.hosts, {}, [this](HostId host) { return names_.host_name(host); });
  set_candidates(arrival, gathered.arrivals, found.hosts);
  crossing.gap =
      fmt::format("It came from {}, but no record there says from which host", names_.tenant_name(crossing.from));
}

// Connections out of the host that another record names: what would say so without that.
void Borders::cite_connections(Arrival& arrival, Gathered& gathered) const {
  if (arrival.address == kNone || names_.tenant_of(arrival.from) == names_.tenant_of(arrival.to)) return;
  Near near = near_ends(arrival, names_.tenant_of(arrival.from), gathered, false, kSmallDoubt);
  if (near.hosts.size() == 1 && near.hosts.front() == arrival.from)
    cite_near(arrival, gathered.arrivals, near.rows, rows_);
}

bool Borders::is_door(TenantId tenant, AddressId address) const {
  const auto at = doors_.find({tenant, address});
  return at != doors_.end() && at->second > 0;
}

// A pool from which the tenant's own people come in, as far as its partners' accounts are known.
bool Borders::is_staffs_pool(TenantId tenant, AddressId address) const {
  return !names_.entry(tenant)->msp_accounts.empty() && identity_.in_pool(tenant, address) &&
         !is_door(tenant, address);
}

void Borders::find_doors(const Gathered& gathered) {
  for (const Arrival& arrival : gathered.arrivals.all) {
    const TenantId tenant = names_.tenant_of(arrival.to);
    if (arrival.from != kNone || arrival.address == kNone) continue;
    doors_[{tenant, arrival.address}] += names_.is_partners_account(tenant, arrival.account) ? 1 : -1;
  }
}

void Borders::cross_one(ArrivalId id, Gathered& gathered) {
  Arrival& arrival = gathered.arrivals.all[id];
  const TenantId tenant = names_.tenant_of(arrival.to);
  if (partners(tenant).empty()) return;
  Crossing crossing;
  if (arrival.from != kNone) {
    crossing.from = names_.tenant_of(arrival.from);
    crossing.why = fmt::format("a record of {} names the destination", names_.tenant_name(crossing.from));
    cite_connections(arrival, gathered);
  } else {
    crossing = told_by_destination(arrival, gathered);
    // An address of the tenant's own that nobody is known to have is a partner's door only where partners use it.
    const bool own = identity_.in_networks(tenant, arrival.address) && !is_door(tenant, arrival.address);
    if (crossing.from == kNone && (own || is_staffs_pool(tenant, arrival.address))) return;
    find_near_end(arrival, crossing, gathered);
  }
  if (crossing.from == kNone || crossing.from == tenant) return;
  arrival.flags |= kBorder;
  crossings_[id] = std::move(crossing);
}

void Borders::cross(Gathered& gathered, const std::vector<RowId>& order) {
  if (!names_.known().from_file()) return;
  read_vpn(order);
  find_doors(gathered);
  learn(gathered);
  for (std::size_t i = 0; i < gathered.arrivals.all.size(); ++i) {
    const Arrival& arrival = gathered.arrivals.all[i];
    if ((arrival.marks & (kMarkAgent | kMarkCloud)) != 0 && (arrival.flags & kBorder) != 0) {
      crossings_[static_cast<ArrivalId>(i)] = crossing_of_service(arrival, gathered.arrivals, rows_, names_);
      continue;
    }
    const bool foreign = arrival.from == kNone && arrival.address != kNone && (arrival.flags & kForeign) != 0;
    const bool named = arrival.from != kNone && names_.tenant_of(arrival.from) != names_.tenant_of(arrival.to);
    if (foreign || named) cross_one(static_cast<ArrivalId>(i), gathered);
  }
}

}  // namespace hoptrace::hops
