// The rest of HostStory: records that are no session's, and what others say of coming here.
#include <algorithm>
#include <array>

#include "hops/host_story.h"

namespace hoptrace::hops {

using sessions::FactKind;

namespace {

using base::kSecond;
// Measured: of inbound connections in this window one names the source of a logon that does not (docs/hops.md).
constexpr std::int64_t kFlowBefore = 15 * kSecond, kFlowAfter = 3 * kSecond;
constexpr std::int64_t kDesktop = 90 * kSecond;
constexpr std::size_t kMostCandidates = 16;
constexpr Marks kWays =
    kMarkRdp | kMarkServiceRun | kMarkService | kMarkTask | kMarkWinrm | kMarkWmi | kMarkDcom | kMarkSmb | kMarkSsh;
constexpr Marks kObjects = kMarkWmi | kMarkDcom;

std::int64_t distance(std::int64_t time, std::int64_t from, std::int64_t until) {
  if (time < from) return from - time;
  return time > until ? time - until : 0;
}

}  // namespace

Side HostStory::side_of(const Row& row) {
  switch (row.kind) {
    case FactKind::kServiceTicket:
      return Side::kDomainController;
    case FactKind::kFlowIn:
      return Side::kDestination;
    case FactKind::kFlowOut:
      return Side::kSource;
    default:
      return Side::kNetwork;
  }
}

HostId HostStory::source_of(const Row& row) const {
  const TenantId tenant = world_.rows.tenant_of(row);
  const bool told = row.witness() == sessions::Witness::kNetwork || row.kind == FactKind::kServiceTicket;
  return told ? host_of(tenant, world_.rows.source_address(row), row.time) : row.host;
}

bool HostStory::is_abroad(const Row& row) const {
  return world_.rows.tenant_of(row) != world_.names.tenant_of(host_);
}

bool HostStory::came_from_outside(const Draft& draft) const {
  const TenantId tenant = world_.names.tenant_of(host_);
  if (draft.from != kNone) return world_.names.tenant_of(draft.from) != tenant;
  return draft.address == kNone || world_.abroad.is_door(tenant, draft.address);
}

// The draft that a record can be about: the nearest in time, of those the one that shows the record's own way in.
HostStory::Draft* HostStory::nearest(const Wanted& wanted) {
  Draft* best = nullptr;
  std::pair<int, std::int64_t> least{};
  const std::size_t looked = std::min(drafts_.size(), kFittedBack);
  // Drafts begin in order but for the few that were founded late.
  const auto from = std::ranges::upper_bound(drafts_, wanted.time + wanted.after + kDesktop, {}, &Draft::begin);
  const auto end = static_cast<std::size_t>(from - drafts_.begin());
  for (std::size_t i = end; i-- > (end > looked ? end - looked : 0);) {
    Draft& draft = drafts_[i];
    if (draft.begin > wanted.time + wanted.after || std::max(draft.begin, draft.last) < wanted.time - wanted.before)
      continue;
    if (!same_account(draft.account, wanted.account) || !same_source(draft, wanted.from, wanted.address)) continue;
    if (!can_be_one(draft.marks, wanted.marks) || (wanted.abroad && !came_from_outside(draft))) continue;
    const bool shared = (draft.marks & wanted.marks & kWays) != 0 || (wanted.marks & kWays) == 0;
    if (wanted.strictly && !shared) continue;
    const std::pair<int, std::int64_t> cost{shared ? 0 : 1, distance(wanted.time, draft.begin, draft.last)};
    if (best == nullptr || cost < least) least = cost, best = &draft;
  }
  return best;
}

HostStory::Draft& HostStory::found(RowId id, const Row& row, HostId from, Side side) {
  Draft draft{.begin = time_of(row), .last = time_of(row), .from = from};
  draft.account = world_.names.is_nobody(row.account) ? kNone : world_.names.same_account(row.account);
  if (side == Side::kDestination) draft.address = row.address;
  draft.marks = row.marks;
  cite(draft.cited, id, side);
  const auto at = std::ranges::upper_bound(drafts_, draft.begin, {}, &Draft::begin);
  return *drafts_.insert(at, std::move(draft));
}

// Where the host has no log of sessions, that a shell was begun is all that it tells of who came.
void HostStory::found_by_shell(RowId id, const Row& row) {
  if (world_.names.is_person(row.account) && !world_.cover.covers(host_, row.time))
    found(id, row, kNone, Side::kDestination);
}

void HostStory::fit_own_row(RowId id, const Row& row) {
  Wanted wanted{.time = time_of(row), .before = kMoment, .after = kMoment, .marks = row.marks};
  Side side = Side::kExecution;
  switch (row.kind) {
    case FactKind::kRdpArrival:
    case FactKind::kReconnect:
      if (row.address == kNone && row.peer == kNone) return;
      wanted.before = wanted.after = kDesktop;
      wanted.account = world_.names.is_nobody(row.account) ? kNone : world_.names.same_account(row.account);
      wanted.address = row.address;
      wanted.from = host_of(world_.names.tenant_of(host_), row.address, row.time);
      if (wanted.from == host_) return;
      side = Side::kDestination;
      break;
    case FactKind::kFile:
      wanted.before = 2 * kMoment;
      side = Side::kDestination;
      break;
    case FactKind::kPipe:
      side = Side::kDestination;
      break;
    case FactKind::kService:
    case FactKind::kTask:
      wanted.before = 6 * kMoment;
      break;
    case FactKind::kShell:
    case FactKind::kWinrmServer:
      wanted.before = wanted.after = 3 * kMoment;
      break;
    case FactKind::kWmi:
    case FactKind::kProcess:
      break;
    default:
      return;
  }
  Draft* draft = nearest(wanted);
  const bool desktop = row.kind == FactKind::kRdpArrival || row.kind == FactKind::kReconnect;
  if (draft == nullptr && desktop) draft = &found(id, row, wanted.from, side);
  if (draft == nullptr && row.kind == FactKind::kWinrmServer) return found_by_shell(id, row);
  if (draft == nullptr) return;
  if (desktop) {
    draft->marks = static_cast<Marks>(draft->marks | kMarkRdp);
    draft->last = std::max(draft->last, wanted.time);
    if (draft->account == kNone) draft->account = wanted.account;
    if (draft->from == kNone) draft->from = wanted.from;
    if (draft->address == kNone) draft->address = row.address;
    return cite(draft->cited, id, side);
  }
  // What only happened at the time says something where the way in leaves room for it.
  const Marks room = draft->marks & (kMarkRpc | kMarkPort445 | row.marks);
  const bool objects = (row.marks & kObjects) != 0;
  if (objects ? (draft->marks & kWays & ~kObjects) != 0 || (draft->marks & (kMarkRpc | kObjects)) == 0 : room == 0)
    return;
  if (objects && (draft->marks & kMarkDcom) != 0) {  // the session itself shows what was activated
    if (std::ranges::find(draft->cited, side, &Cited::side) != draft->cited.end()) cite(draft->cited, id, side);
    return;
  }
  draft->marks = static_cast<Marks>(draft->marks | row.marks);
  cite(draft->cited, id, side);
}

void HostStory::fit_own(std::span<const RowId> own) {
  for (std::size_t i = 0; i < own.size(); ++i)
    if (!used_[i]) fit_own_row(own[i], world_.rows[own[i]]);
}

// Connections that others record: by their ports, or as the only ones at the time.
void HostStory::fit_flow(RowId id, const Row& row) {
  const AddressId address = world_.rows.extra(row).own_address;
  const std::uint16_t port = world_.rows.extra(row).own_port;
  const HostId from = source_of(row);
  const std::int64_t doubt = doubt_of(row);
  const Marks marks = static_cast<Marks>(row.marks & ~(kMarkRpc | kMarkPort445));
  Wanted wanted{
      .time = time_of(row), .before = kMoment + doubt, .after = kMoment + doubt, .from = from, .marks = marks};
  wanted.abroad = is_abroad(row);
  Draft* fits = nullptr;
  const auto later = std::ranges::upper_bound(drafts_, wanted.time + wanted.after, {}, &Draft::begin);
  auto end = static_cast<std::size_t>(later - drafts_.begin());
  for (std::size_t looked = 0; fits == nullptr && port != 0 && !wanted.abroad && end-- > 0 && looked < kFittedBack;
       ++looked) {
    Draft& draft = drafts_[end];
    if (draft.last < wanted.time - wanted.before || draft.address != address) continue;
    if (std::ranges::find(draft.ports, port) != draft.ports.end()) fits = &draft;
  }
  if (fits == nullptr) {
    wanted.before = kFlowAfter + std::min(doubt, kFlowBefore);
    wanted.after = kFlowBefore + std::min(doubt, kFlowBefore);
    wanted.strictly = true;
    if (from != kNone) fits = nearest(wanted);
    const Marks ways = fits == nullptr ? Marks{0} : transport_of(fits->marks);
    if (wanted.abroad && ways != 0 && (ways & transport_of(row.marks)) == 0) fits = nullptr;
  }
  if (fits == nullptr || (fits->from == kNone && fits->address == kNone && from == kNone)) {
    lone_flows_.push_back(id);
    return;
  }
  fits->marks = static_cast<Marks>(fits->marks | row.marks);
  if (fits->from == kNone && from != kNone) {
    if (fits->candidates.size() < kMostCandidates &&
        std::ranges::find(fits->candidates, from) == fits->candidates.end())
      fits->candidates.push_back(from);
    if (fits->candidates.size() > 1) return;
  }
  cite(fits->cited, id, side_of(row));
}

// What the network saw being done here: by whom it does not say.
void HostStory::fit_seen(RowId id, const Row& row) {
  const HostId from = source_of(row);
  if (from == host_) return;
  Wanted wanted{.time = time_of(row), .before = kDesktop, .after = kMoment, .from = from, .marks = row.marks};
  wanted.abroad = is_abroad(row);
  if (!wanted.abroad) wanted.address = world_.rows.source_address(row);
  if (row.kind == FactKind::kRdpArrival) wanted.after = kDesktop;
  Draft* draft = nearest(wanted);
  if (draft == nullptr && row.kind == FactKind::kRdpArrival && !world_.cover.covers(host_, wanted.time)) {
    draft = &found(id, row, from, Side::kNetwork);
    draft->account = kNone;  // a cookie's first letters
    draft->address = wanted.address;
  }
  if (draft == nullptr) return lone_flows_.push_back(id);
  draft->marks = static_cast<Marks>(draft->marks | row.marks);
  cite(draft->cited, id, Side::kNetwork);
}

// Every remote desktop that was opened here has a draft: of one alone in all the time that the clocks leave room for,
// the client that says it came here is the one.
bool HostStory::is_only_desktop(const Draft& draft, std::int64_t room) const {
  if ((draft.marks & kMarkRdp) == 0) return false;
  const auto from = std::ranges::lower_bound(drafts_, draft.begin - 2 * room, {}, &Draft::begin);
  const auto until = std::ranges::upper_bound(drafts_, draft.begin + 2 * room, {}, &Draft::begin);
  return std::all_of(from, until, [&](const Draft& one) { return &one == &draft || (one.marks & kMarkRdp) == 0; });
}

// Whether a draft of unknown source can be that of a host that says it came here. A foreign address hides the host
// that the other side names; one that is somebody's at other times is whose it was at this one, if nobody else had it
// then.
bool HostStory::can_be_from(const Draft& draft, const Row& row, std::int64_t doubt) const {
  const TenantId tenant = world_.names.tenant_of(host_);
  if (draft.address == kNone || world_.names.tenant_of(row.host) != tenant) return true;
  const bool same = row.kind == FactKind::kExplicit && draft.account != kNone;
  const bool desktop = row.kind == FactKind::kRdpClient && is_only_desktop(draft, kDesktop + doubt);
  if (!same && !desktop && doubt > kSureDoubt) return false;
  if (world_.identity.is_shared(tenant, draft.address)) return same && doubt <= kSureDoubt;
  const auto candidates = world_.identity.at(tenant, draft.address, draft.begin);
  return std::ranges::all_of(
      candidates, [&](const Candidate& one) { return one.host == row.host || one.rung == Rung::kClaimed; });
}

// Credentials used towards this host, clients of its services, commands with its name.
void HostStory::fit_spoken(RowId id, const Row& row) {
  if (row.host == host_ || row.host == kNone) return;
  const std::int64_t doubt = doubt_of(row);
  Wanted wanted{.time = time_of(row),
                .before = kMoment + doubt,
                .after = 2 * kMoment + doubt,
                .from = row.host,
                .marks = static_cast<Marks>(row.marks & ~kMarkTool),
                .abroad = is_abroad(row) && row.kind != FactKind::kExplicit};
  if (row.kind == FactKind::kExplicit) wanted.account = world_.names.same_account(row.account);
  if (row.kind == FactKind::kRdpClient) wanted.after = kDesktop + doubt;
  Draft* draft = nearest(wanted);
  if (draft != nullptr) {
    if (draft->from == kNone && can_be_from(*draft, row, doubt)) draft->from = row.host;
    draft->flags |= kSourceBySpeech;
    if (draft->account == kNone) draft->account = wanted.account;
    if (row.kind == FactKind::kProcess || row.kind == FactKind::kRdpClient)
      draft->marks = static_cast<Marks>(draft->marks | row.marks);
    return cite(draft->cited, id, Side::kSource);
  }
  // Without a sign of it here, and with nobody listening here, it stands alone.
  if (row.kind == FactKind::kProcess || world_.cover.covers(host_, time_of(row))) return;
  if (world_.names.is_bare_address(row.peer) && !is_abroad(row)) return;  // can be behind a tunnel
  if (row.kind == FactKind::kExplicit && !world_.names.is_person(row.account)) return;
  Draft& lone = found(id, row, row.host, Side::kSource);
  lone.account = wanted.account;  // a client's record says who sat there, not as whom they went
  lone.flags |= kSourceBySpeech;
}

void HostStory::fit_others(std::span<const RowId> others) {
  for (const RowId id : others) {
    const Row& row = world_.rows[id];
    if (row.kind == FactKind::kFlowOut || row.kind == FactKind::kFlowSeen || row.kind == FactKind::kProcess) continue;
    if (row.kind == FactKind::kServiceTicket || row.kind == FactKind::kNtlmChecked)
      fit_ticket(id, row, false);
    else if (row.witness() == sessions::Witness::kNetwork)
      fit_seen(id, row);
    else
      fit_spoken(id, row);
  }
  for (const RowId id : others) {
    const Row& row = world_.rows[id];
    if (row.kind == FactKind::kFlowOut || row.kind == FactKind::kFlowSeen) fit_flow(id, row);
  }
  found_by_tickets();
  // Commands make no hop by themselves: they are of those that others made.
  for (const RowId id : others)
    if (world_.rows[id].kind == FactKind::kProcess) fit_spoken(id, world_.rows[id]);
  for (const RowId id : own_tickets_) fit_ticket(id, world_.rows[id], true);
}

// Of connections that came in around a logon without an address: from where, and which records say so.
std::vector<AddressId> HostStory::addresses_of_flows(const Draft& draft, std::vector<RowId>& rows) const {
  const auto from = std::ranges::lower_bound(flows_in_, draft.begin - kFlowBefore, {},
                                             [this](RowId id) { return time_of(world_.rows[id]); });
  std::vector<AddressId> same_way, any;
  std::vector<RowId> same_way_rows, any_rows;
  const Marks ways = draft.marks & kWays;
  for (auto at = from; at != flows_in_.end(); ++at) {
    const Row& flow = world_.rows[*at];
    if (time_of(flow) > draft.begin + kFlowAfter) break;
    if (flow.address == kNone || host_of(world_.names.tenant_of(host_), flow.address, flow.time) == host_) continue;
    const bool same = (flow.marks & ways) != 0;
    auto& addresses = same ? same_way : any;
    if (std::ranges::find(addresses, flow.address) == addresses.end()) addresses.push_back(flow.address);
    (same ? same_way_rows : any_rows).push_back(*at);
  }
  rows = same_way.empty() ? any_rows : same_way_rows;
  return same_way.empty() ? any : same_way;
}

// Connections that came in by the same way, from the draft's own source or address.
void HostStory::cite_flows(Draft& draft) const {
  const TenantId tenant = world_.names.tenant_of(host_);
  const bool named = draft.from != kNone && !world_.names.is_bare_address(draft.from);
  auto at = std::ranges::lower_bound(flows_in_, draft.begin - kFlowBefore, {},
                                     [this](RowId id) { return time_of(world_.rows[id]); });
  for (; at != flows_in_.end() && time_of(world_.rows[*at]) <= draft.begin + kFlowAfter; ++at) {
    const Row& flow = world_.rows[*at];
    if ((flow.marks & draft.marks & kWays) == 0 || flow.address == kNone) continue;
    if (flow.address == draft.address || (named && host_of(tenant, flow.address, flow.time) == draft.from))
      cite(draft.cited, *at, Side::kDestination);
  }
}

void HostStory::find_source(Draft& draft) const {
  const TenantId tenant = world_.names.tenant_of(host_);
  const bool abroad = draft.from != kNone && world_.names.tenant_of(draft.from) != tenant;
  if ((draft.from == kNone || abroad) && draft.address == kNone) {
    std::vector<RowId> rows;
    const auto addresses = addresses_of_flows(draft, rows);
    const HostId only = addresses.size() == 1 ? host_of(tenant, addresses.front(), draft.begin) : kNone;
    if (addresses.size() == 1 && (only == kNone || !abroad)) {
      draft.address = addresses.front();
      if (!abroad) draft.from = only;
      for (const RowId id : rows) {
        draft.marks = static_cast<Marks>(draft.marks | world_.rows[id].marks);
        cite(draft.cited, id, Side::kDestination);
      }
    } else {
      for (const AddressId address : addresses)
        if (const HostId host = host_of(tenant, address, draft.begin);
            host != kNone && std::ranges::find(draft.candidates, host) == draft.candidates.end())
          draft.candidates.push_back(host);
    }
  } else {
    cite_flows(draft);
  }
  if (draft.from == kNone && draft.address != kNone) {
    bool attested = false;
    for (const Candidate& candidate : world_.identity.at(tenant, draft.address, draft.begin)) {
      draft.candidates.push_back(candidate.host);
      attested = attested || candidate.rung != Rung::kClaimed;
    }
    if (!attested) {
      draft.flags |= kForeign;
      // What it calls itself is told by the claim alone; what partners' records say goes through the door.
      Few<HostId, 2> others;
      for (const HostId one : draft.candidates)
        if (world_.names.tenant_of(one) != tenant) others.push_back(one);
      draft.candidates = std::move(others);
    }
  }
  const bool named = draft.candidates.size() == 1 && (draft.address == kNone || (draft.flags & kForeign) != 0);
  if (draft.from == kNone && named) {
    draft.from = draft.candidates.front();
    draft.flags |= kSourceBySpeech;
  }
  if (draft.from != kNone) draft.candidates.clear();
  if (draft.candidates.size() > kMostCandidates) draft.candidates.shorten(kMostCandidates);
}

}  // namespace hoptrace::hops
