// The rest of HostStory: what domain controllers say of coming here, in tickets and in checks of passwords.
#include <algorithm>

#include "hops/host_story.h"

namespace hoptrace::hops {

using sessions::FactKind;

namespace {

using base::kSecond;
constexpr std::int64_t kRunning = 150 * kSecond;
constexpr Marks kWaysOfFlows = kMarkRdp | kMarkWinrm | kMarkPort445 | kMarkSmb | kMarkRpc | kMarkSsh;

}  // namespace

void HostStory::fit_ticket(RowId id, const Row& row, bool late) {
  const HostId from = source_of(row);
  const AddressId address = world_.rows.source_address(row);
  const AccountId account = world_.names.same_account(row.account);
  const std::int64_t doubt = doubt_of(row);
  Wanted wanted{.time = time_of(row),
                .before = kMoment + doubt,
                .after = kMoment + doubt,
                .account = account,
                .from = from,
                .address = is_abroad(row) ? AddressId{kNone} : address,
                .abroad = is_abroad(row)};
  if (from == host_ || (from == kNone && world_.names.host_name(host_) == world_.names.address_text(address))) {
    // The destination itself asks for a ticket to itself: whoever came has a process log on here.
    if (!late) {
      own_tickets_.push_back(id);
      return;
    }
    wanted = {.time = time_of(row), .before = kRunning, .after = 0, .account = account, .marks = kMarkPort445};
    Draft* draft = nearest(wanted);
    if (draft == nullptr || (draft->marks & kMarkPort445) == 0) return;
    draft->marks = static_cast<Marks>(draft->marks | kMarkServiceRun);
    return cite(draft->cited, id, Side::kExecution);
  }
  Draft* draft = nearest(wanted);
  if (draft == nullptr) {
    lone_tickets_.push_back(id);
    return;
  }
  if (draft->from == kNone && draft->address == kNone && from != kNone) {
    draft->from = from;
    draft->flags |= kSourceBySpeech;
  }
  const bool controller = row.kind == FactKind::kServiceTicket;
  if (draft->account == kNone && controller && world_.names.is_person(row.account)) draft->account = account;
  cite(draft->cited, id, side_of(row));
}

// Whether a record of this organisation has it that somebody came from an address outside.
bool HostStory::is_outside(const Row& row) const {
  const AddressId address = world_.rows.source_address(row);
  return address != kNone && world_.abroad.is_door(world_.names.tenant_of(host_), address);
}

// A ticket for this host and, in the same moment, a connection from who asked for it: two witnesses where the host
// itself says nothing.
void HostStory::found_by_tickets() {
  const auto time = [this](RowId id) { return time_of(world_.rows[id]); };
  std::ranges::stable_sort(lone_flows_, {}, time);
  for (const RowId ticket_id : lone_tickets_) {
    const Row& ticket = world_.rows[ticket_id];
    if (world_.cover.covers(host_, time_of(ticket))) continue;
    if (!world_.names.is_person(ticket.account)) continue;
    Draft* draft = nullptr;
    auto at = std::ranges::lower_bound(lone_flows_, time_of(ticket) - kMoment / 2, {}, time);
    for (; at != lone_flows_.end() && time(*at) <= time_of(ticket) + kMoment * 3; ++at) {
      const Row& flow = world_.rows[*at];
      const bool same = is_abroad(flow) == is_abroad(ticket)
                            ? world_.rows.source_address(flow) == world_.rows.source_address(ticket)
                            : is_outside(is_abroad(flow) ? ticket : flow);
      if (!same || (flow.marks & ~kMarkDirectory) == 0) continue;
      if (draft != nullptr && !can_be_one(draft->marks, flow.marks)) continue;
      if (draft == nullptr) {
        draft = &found(ticket_id, ticket, source_of(ticket), side_of(ticket));
        draft->address = is_abroad(ticket) ? AddressId{kNone} : world_.rows.source_address(ticket);
        draft->begin = std::min(draft->begin, time_of(flow));
      }
      draft->marks = static_cast<Marks>(draft->marks | flow.marks);
      if (draft->from == kNone && is_abroad(flow)) draft->from = source_of(flow);
      cite(draft->cited, *at, side_of(flow));
    }
    if (draft == nullptr) found_by_ticket_within_doubt(ticket_id, ticket);
  }
  lone_tickets_.clear();
}

// How far apart a ticket and a connection may be of one moment, by clocks that nothing compares; 0 where they are
// compared.
std::int64_t HostStory::doubt_between(const Row& ticket, const Row& flow) const {
  const Row& other = ticket.host == kNone ? flow : ticket;
  if (other.host == kNone) return 0;
  const std::int64_t doubt = world_.clocks.doubt(ticket.host == kNone ? ticket : flow, world_.rows, other.host);
  return doubt > kSureDoubt ? doubt : 0;
}

// Clocks that cannot be compared hide that two records are of one moment. A ticket for this host, and a connection
// from who asked for it, the nearest within what the clocks leave open: that is concluded.
void HostStory::found_by_ticket_within_doubt(RowId ticket_id, const Row& ticket) {
  const AddressId address = world_.rows.source_address(ticket);
  if (is_abroad(ticket) || address == kNone) return;
  const std::int64_t at = time_of(ticket);
  std::pair<std::int64_t, RowId> best{kMostSkew, 0};
  for (const std::vector<RowId>* flows : {&lone_flows_, &flows_in_}) {
    const auto time = [this](RowId id) { return time_of(world_.rows[id]); };
    auto next = std::ranges::lower_bound(*flows, at - kMostSkew, {}, time);
    for (std::size_t looked = 0; next != flows->end() && looked < kFittedBack && time(*next) <= at + kMostSkew;
         ++next, ++looked) {
      const Row& flow = world_.rows[*next];
      const std::int64_t apart = std::abs(time(*next) - at);
      if (is_abroad(flow) || world_.rows.source_address(flow) != address || (flow.marks & kWaysOfFlows) == 0)
        continue;
      if (apart <= 3 * kMoment + doubt_between(ticket, flow)) best = std::min(best, {apart, *next});
    }
  }
  if (best.first == kMostSkew) return;
  const Row& flow = world_.rows[best.second];
  Draft& draft = found(ticket_id, ticket, source_of(ticket), side_of(ticket));
  draft.address = address;
  draft.marks = static_cast<Marks>(draft.marks | flow.marks);
  draft.flags |= kConcluded;
  if (flow.kind == FactKind::kFlowOut) draft.from = flow.host;
  cite(draft.cited, best.second, side_of(flow));
}

// NTLM's checks at a domain controller name no destination: they are of the arrival of the same user at the time.
void HostStory::fit_checks() {
  const auto& checks = world_.checks;
  const auto user = [this](RowId id) { return world_.names.user_key(world_.rows[id].account); };
  for (Draft& draft : drafts_) {
    if (draft.account == kNone || (draft.flags & kHasLogon) == 0) continue;
    const std::string_view wanted = world_.names.user_key(draft.account);
    const TenantId tenant = world_.names.tenant_of(host_);
    auto at = std::ranges::lower_bound(checks, wanted, {}, user);
    const auto end =
        std::upper_bound(at, checks.end(), wanted, [&](std::string_view key, RowId id) { return key < user(id); });
    at = std::partition_point(at, end, [&](RowId id) { return world_.rows[id].time < draft.begin - kMostSkew; });
    for (std::size_t seen = 0; at != end && seen < kFittedBack; ++at, ++seen) {
      const Row& check = world_.rows[*at];
      if (check.time > draft.begin + kMostSkew) break;
      const std::int64_t doubt = kMoment + std::min(world_.clocks.doubt(check.host), 6 * kMoment);
      if (std::abs(time_of(check) - draft.begin) > doubt || world_.rows.tenant_of(check) != tenant) continue;
      // By name: of who came from another organisation the check names a host that is none here.
      const bool named = draft.from != kNone && check.peer != kNone;
      if (named && world_.names.host_name(check.peer) != world_.names.host_name(draft.from)) continue;
      cite(draft.cited, *at, Side::kDomainController);
    }
  }
}

}  // namespace hoptrace::hops
