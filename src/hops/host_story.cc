#include "hops/host_story.h"

#include <algorithm>

namespace hoptrace::hops {

using sessions::FactKind;

namespace {

using base::kSecond;
constexpr std::int64_t kGap = 15 * kSecond;         // between records of one arrival
constexpr std::int64_t kWorking = 1800 * kSecond;   // while a session of the arrival is open
constexpr std::int64_t kConnected = 120 * kSecond;  // a connection's record and the logon that came through it
constexpr std::size_t kLookBack = 64, kAhead = 16;
constexpr Marks kPlain = kMarkPort445 | kMarkRpc | kMarkDirectory | kMarkTool;

bool is_remote(std::uint8_t type, bool has_peer) {
  return type == 3 || type == 8 || type == 10 || (type == 7 && has_peer);
}

}  // namespace

HostStory::HostStory(const World& world, HostId host)
    : world_(world),
      host_(host),
      is_controller_(world.rows.is_controller(host) || world.controllers.contains(host)) {}

std::int64_t HostStory::time_of(const Row& row) const {
  return world_.clocks.time_of(row, world_.rows);
}

// How far the record's time may be from when this host says that it was. Where the host says nothing itself, its
// arrivals are told by the clocks of others.
std::int64_t HostStory::doubt_of(const Row& row) const {
  if (!speaks_) return row.host == kNone ? 2 * kSecond : world_.clocks.doubt(row.host);
  return world_.clocks.doubt(row, world_.rows, host_);
}

// The host with an address, or the address itself where nobody is known to have it and nothing says that many share
// it.
HostId HostStory::host_of(TenantId tenant, AddressId address, std::int64_t time) const {
  return address == kNone ? kNone : world_.identity.one_at(tenant, address, time);
}

void HostStory::begin_session(RowId id, const Row& row) {
  if (const auto* known = live_.find(row.logon_id); known != nullptr) {
    Session& session = sessions_[*known];
    if (session.logon && std::abs(session.begin - time_of(row)) < kSecond) {  // a copy of the record
      cite(session.cited, id, Side::kDestination);
      return;
    }
  }
  Session session{.begin = time_of(row), .last = time_of(row)};
  session.account = world_.names.same_account(row.account);
  session.address = row.address;
  session.port = row.peer_port;
  if (row.type() == 3) session.claimed = row.peer;  // only there it is the client that says so
  session.marks = row.marks;
  session.logon = true;
  session.from = host_of(world_.names.tenant_of(host_), row.address, row.time);
  const bool has_peer = row.address != kNone || (row.peer != kNone && row.peer != host_);
  session.remote = is_remote(row.type(), has_peer);
  const bool network = row.type() == 3 || row.type() == 8;
  // Somebody of this host asked for it: it impersonates, nobody came.
  session.local = network && !has_peer && world_.rows.extra(row).actor_logon != 0;
  session.local = session.local || session.from == host_;
  cite(session.cited, id, Side::kDestination);
  live_.set(row.logon_id, static_cast<std::uint32_t>(sessions_.size()));
  sessions_.push_back(std::move(session));
}

// A session of which the beginning is not recorded, but something that only one who came over the network does.
HostStory::Session* HostStory::headless(const Row& row) {
  const bool share = row.kind == FactKind::kShare && row.address != kNone;
  const bool ran = row.kind == FactKind::kProcess && (row.marks & (kMarkWinrm | kMarkWmi)) != 0 && row.peer == kNone;
  if ((!share && !ran) || !world_.names.is_person(row.account)) return nullptr;
  if (row.logon_id < 0x400) return nullptr;
  Session session{.begin = time_of(row), .last = time_of(row)};
  session.account = world_.names.same_account(row.account);
  session.address = row.address;
  session.port = row.peer_port;
  session.remote = true;
  session.from = host_of(world_.names.tenant_of(host_), row.address, row.time);
  session.local = session.from == host_;
  live_.set(row.logon_id, static_cast<std::uint32_t>(sessions_.size()));
  return &sessions_.emplace_back(std::move(session));
}

bool HostStory::extend_session(RowId id, const Row& row) {
  const bool made = row.kind == FactKind::kService || row.kind == FactKind::kTask;
  const LogonNumber logon_id = made && row.logon_id == 0 ? world_.rows.extra(row).actor_logon : row.logon_id;
  if (logon_id == 0) return false;
  const auto* known = live_.find(logon_id);
  Session* session = known == nullptr ? headless(row) : &sessions_[*known];
  if (session == nullptr) return false;
  if (row.kind == FactKind::kPrivileged) {
    session->privileged = true;
    return true;
  }
  if (row.kind == FactKind::kLogoff) {
    session->end = time_of(row);
    return true;
  }
  session->last = std::max(session->last, time_of(row));
  session->marks = static_cast<Marks>(session->marks | row.marks);
  if (session->address == kNone && row.kind == FactKind::kShare) {
    session->address = row.address;
    session->from = host_of(world_.names.tenant_of(host_), row.address, row.time);
    session->local = session->local || session->from == host_;
  }
  cite(session->cited, id, row.kind == FactKind::kShare ? Side::kDestination : Side::kExecution);
  return true;
}

void HostStory::gather_sessions(std::span<const RowId> own) {
  used_.assign(own.size(), false);
  std::unordered_map<LogonNumber, std::int64_t> privileged;  // 4672 comes before its 4624
  for (std::size_t i = 0; i < own.size(); ++i) {
    if (i + kAhead < own.size()) world_.rows.fetch(own[i + kAhead]);
    const Row& row = world_.rows[own[i]];
    switch (row.kind) {
      case FactKind::kBoot:
        live_.clear();
        break;
      case FactKind::kLogon:
        begin_session(own[i], row);
        if (const auto at = privileged.find(row.logon_id);
            at != privileged.end() && row.time - at->second < kSecond * 2)
          sessions_[*live_.find(row.logon_id)].privileged = true;
        used_[i] = true;
        break;
      case FactKind::kFlowIn:
        flows_in_.push_back(own[i]);
        used_[i] = true;
        break;
      case FactKind::kPrivileged:
        used_[i] = true;
        if (!extend_session(own[i], row)) privileged[row.logon_id] = row.time;
        break;
      case FactKind::kShare:
      case FactKind::kService:
      case FactKind::kTask:
      case FactKind::kLogoff:
        used_[i] = extend_session(own[i], row);
        break;
      case FactKind::kProcess:
        used_[i] = row.peer == kNone && extend_session(own[i], row);
        break;
      default:
        break;
    }
  }
  live_.clear();
}

// The connection that a session came through says which service it was for.
void HostStory::match_flows() {
  std::unordered_map<std::uint64_t, std::vector<RowId>> by_end;
  const auto key = [](AddressId address, std::uint16_t port) { return (std::uint64_t{address} << 16) | port; };
  for (const RowId id : flows_in_) {
    const Row& row = world_.rows[id];
    if (row.peer_port != 0) by_end[key(row.address, row.peer_port)].push_back(id);
  }
  if (by_end.empty()) return;
  for (Session& session : sessions_) {
    if (session.port == 0 || session.address == kNone || !session.remote) continue;
    const auto at = by_end.find(key(session.address, session.port));
    if (at == by_end.end()) continue;
    auto one = std::ranges::lower_bound(at->second, session.begin - kConnected, {},
                                        [this](RowId id) { return time_of(world_.rows[id]); });
    for (; one != at->second.end(); ++one) {
      const Row& flow = world_.rows[*one];
      if (time_of(flow) > session.begin + kConnected) break;
      session.marks = static_cast<Marks>(session.marks | flow.marks);
      cite(session.cited, *one, Side::kDestination);
    }
  }
}

bool HostStory::is_hop(const Session& session) const {
  if (!session.remote || session.local) return false;
  if (!world_.names.is_person(session.account)) return false;
  // What members of a domain do with its controllers all day.
  return !(is_controller_ && (session.marks & kMarkDirectory) != 0 && (session.marks & ~kPlain) == 0);
}

bool HostStory::same_account(AccountId a, AccountId b) const {
  if (a == kNone || b == kNone || a == b) return true;
  return world_.names.tenant_of_account(a) != world_.names.tenant_of_account(b) &&
         world_.names.user_key(a) == world_.names.user_key(b);
}

bool HostStory::same_source(const Draft& draft, HostId from, AddressId address) const {
  if (draft.from != kNone && from != kNone) return draft.from == from;
  if (draft.address != kNone && address != kNone) return draft.address == address;
  return true;
}

bool HostStory::goes_on(const Draft& draft, const Session& session) const {
  // Who takes a screen again has come again, whatever else is still open.
  if ((session.marks & kMarkRdp) != 0 && session.begin - draft.begin > kGap) return false;
  const std::int64_t gap = session.begin - draft.last;
  return gap <= kGap || (gap <= kWorking && draft.open_until > session.begin);
}

HostStory::Draft* HostStory::draft_for(const Session& session) {
  Draft* best = nullptr;
  int most = -1;
  const std::size_t looked = std::min(drafts_.size(), kLookBack);
  for (std::size_t i = drafts_.size(); i-- > drafts_.size() - looked;) {
    Draft& draft = drafts_[i];
    if (draft.account != session.account || !goes_on(draft, session)) continue;
    if (!same_source(draft, session.from, session.address) || !can_be_one(draft.marks, session.marks)) continue;
    const bool shared = method_of(draft.marks) == method_of(session.marks);
    const bool as_silent = (draft.address == kNone) == (session.address == kNone);
    const int fit = (shared ? 2 : 0) + (as_silent ? 1 : 0);
    if (fit > most) most = fit, best = &draft;
  }
  return best;
}

void HostStory::join(Draft& draft, const Session& session) const {
  if (draft.cited.empty()) draft.begin = session.begin, draft.account = session.account;
  draft.last = std::max(draft.last, session.last);
  if (session.end != 0) draft.open_until = std::max(draft.open_until, session.end);
  draft.marks = static_cast<Marks>(draft.marks | session.marks);
  if (draft.from == kNone) draft.from = session.from;
  if (draft.address == kNone) draft.address = session.address;
  if (draft.claimed == kNone) draft.claimed = session.claimed;
  if (session.logon) draft.flags |= kHasLogon;
  if (session.privileged) draft.flags |= kPrivilegedThere;
  if (session.port != 0 && draft.ports.size() < kMostCited) draft.ports.push_back(session.port);
  for (const Cited& one : session.cited) cite(draft.cited, one.row(), one.side());
}

void HostStory::draft_sessions() {
  for (; !sessions_.empty(); sessions_.pop_front()) {
    Session& session = sessions_.front();
    if (!is_controller_ && (session.marks & kMarkDirectory) != 0)
      session.marks = static_cast<Marks>((session.marks & ~kMarkDirectory) | kMarkPort445);
    if (!is_hop(session)) continue;
    Draft* draft = draft_for(session);
    if (draft == nullptr) draft = &drafts_.emplace_back();
    join(*draft, session);
  }
}

bool HostStory::is_background(const Draft& draft) const {
  return is_controller_ && (draft.marks & ~kPlain) == 0 && (draft.flags & kSourceBySpeech) == 0;
}

void HostStory::give(Draft& draft, Arrivals& into) const {
  if (is_background(draft) || draft.from == host_) return;
  Arrival arrival{.time = draft.begin,
                  .to = host_,
                  .from = draft.from,
                  .account = draft.account,
                  .address = draft.address,
                  .first_cited = static_cast<std::uint32_t>(into.cited.size()),
                  .first_candidate = static_cast<std::uint32_t>(into.candidates.size()),
                  .cited = static_cast<std::uint16_t>(draft.cited.size()),
                  .candidates = static_cast<std::uint16_t>(draft.candidates.size()),
                  .marks = draft.marks,
                  .flags = draft.flags};
  arrival.lasts_until(std::max(draft.last, draft.open_until));
  for (const Cited& one : draft.cited) arrival.sides |= side_bit(one.side());
  // Destination, controller and network all know the source by its address only.
  const TenantId tenant = world_.names.tenant_of(host_);
  const bool by_address = draft.from != kNone && draft.address != kNone &&
                          !world_.names.is_bare_address(draft.from) && world_.names.tenant_of(draft.from) == tenant &&
                          (arrival.sides & side_bit(Side::kSource)) == 0;
  if (by_address &&
      !world_.identity.is_certain(tenant, draft.address, draft.from, draft.begin, world_.clocks.apart()))
    arrival.flags |= kConcluded;
  const bool claimed = draft.claimed != kNone && draft.from != kNone && !world_.names.is_bare_address(draft.from);
  if (claimed && world_.names.host_name(draft.claimed) != world_.names.host_name(draft.from))
    arrival.flags |= kClaimDiffers;
  into.cited.insert(into.cited.end(), draft.cited.begin(), draft.cited.end());
  into.candidates.insert(into.candidates.end(), draft.candidates.begin(), draft.candidates.end());
  into.all.push_back(arrival);
}

void HostStory::tell(std::span<const RowId> own, std::span<const RowId> others, Arrivals& into) {
  speaks_ = !own.empty();
  gather_sessions(own);
  match_flows();
  into.sessions += sessions_.size();
  draft_sessions();
  fit_own(own);
  fit_others(others);
  fit_checks();
  if (!std::ranges::is_sorted(drafts_, {}, &Draft::begin)) std::ranges::stable_sort(drafts_, {}, &Draft::begin);
  for (Draft& draft : drafts_) {
    find_source(draft);
    give(draft, into);
  }
}

}  // namespace hoptrace::hops
