#include "hops/stays.h"

#include <algorithm>
#include <cmath>

#include "base/unicode.h"

namespace hoptrace::hops {

using sessions::FactKind;

namespace {

using base::kHour, base::kSecond;
constexpr std::int64_t kLongest = 7 * 24 * kHour;  // of a stay whose end is in no record
constexpr std::int64_t kRecently = 12 * kHour;
constexpr std::int64_t kAbout = kHour;
constexpr std::int64_t kBorrowed = 15 * kSecond;
constexpr std::size_t kMostOrigins = 8, kLookBack = 4096;
constexpr LogonNumber kFirstSession = 0x3e8;  // below are the system's own (0x3e4, 0x3e5, 0x3e7)
// By these one can go on from the host; who only opens a share stays where they were.
constexpr Marks kStandsThere =
    kMarkRdp | kMarkWinrm | kMarkServiceRun | kMarkService | kMarkTask | kMarkWmi | kMarkDcom | kMarkSsh | kMarkAgent;
// After these it is the system that does what somebody wants.
constexpr Marks kRunsAsSystem = kMarkServiceRun | kMarkService | kMarkTask | kMarkAgent;

// How likely whoever is in a stay is to set out from it, by how the stay is known. Chosen, not measured.
constexpr double kBySession = 0.95, kByAccount = 0.9, kBySystem = 0.6, kAtTheTime = 0.5, kAtTheScreen = 0.3,
                 kAsAnother = 0.5, kPerhapsRan = 0.5, kRanUnseen = 0.5, kAlsoThere = 0.3;
// Of a session of which no end is known, who came to it last is the likeliest to be in it.
constexpr double kStillThere = 12;  // hours

double hours(std::int64_t ticks) {
  return std::max(0.0, static_cast<double>(ticks) / static_cast<double>(kHour));
}

// For how many hours nobody was in the stay any more. Of who sits at a desktop for less than a minute only the
// network's part of it is known to have ended: a screen that is left open leaves no record of an end.
double ended_since(const Arrival& arrival, std::int64_t time) {
  const bool unknown = (arrival.marks & kMarkRdp) != 0 && arrival.milliseconds < 60'000;
  return unknown || arrival.until() >= time ? 0 : hours(time - arrival.until());
}

void add_once(std::vector<AccountId>& all, AccountId account) {
  if (account != kNone && std::ranges::find(all, account) == all.end()) all.push_back(account);
}

}  // namespace

// 0..1: that one can go on from there. Who only opens a share cannot; but who came to one where nobody wrote down
// what was done with it, may have made something run; and so may, in ways that no log shows, an administrator.
double Stays::stands(const Arrival& arrival, Marks ways) const {
  if ((arrival.marks & ways) != 0) return 1;
  const bool served = (arrival.marks & (kMarkSmb | kMarkPort445)) != 0 && (arrival.marks & kStandsThere) == 0;
  if (!served) return 0;
  if (!cover_.covers(arrival.to, arrival.time - clocks_.correction(arrival.to))) return kPerhapsRan;
  return ways == kRunsAsSystem && (arrival.flags & kPrivilegedThere) != 0 ? kRanUnseen : 0;
}

template <class Hosts>
Stays::ByHost Stays::by_host(const Hosts& hosts_of) const {
  ByHost by;
  by.starts.assign(names_.hosts() + 2, 0);
  const auto each = [&](auto&& take) {
    for (std::size_t i = 0; i < arrivals_.all.size(); ++i)
      hosts_of(arrivals_.all[i], [&](HostId host) { take(host, static_cast<ArrivalId>(i)); });
  };
  each([&](HostId host, ArrivalId) { ++by.starts[host + 1]; });
  for (std::size_t i = 1; i < by.starts.size(); ++i) by.starts[i] += by.starts[i - 1];
  by.ids.resize(by.starts.back());
  std::vector<std::uint32_t> next = by.starts;
  each([&](HostId host, ArrivalId id) { by.ids[next[host]++] = id; });
  return by;
}

std::span<const ArrivalId> Stays::of_host(const ByHost& by, HostId host) {
  if (host + 1 >= by.starts.size()) return {};
  return std::span(by.ids).subspan(by.starts[host], by.starts[host + 1] - by.starts[host]);
}

Stays::Stays(const Rows& rows, const Names& names, const Clocks& clocks, const LogCover& cover,
             const Arrivals& arrivals)
    : rows_(rows), names_(names), clocks_(clocks), cover_(cover), arrivals_(arrivals) {
  find_borrowers();
  into_ = by_host([](const Arrival& arrival, auto&& take) { take(arrival.to); });
  out_ = by_host([&](const Arrival& arrival, auto&& take) {
    if (arrival.from != kNone) return take(arrival.from);
    for (const HostId host : arrivals_.candidates_of(arrival)) take(host);
  });
}

void Stays::find_borrowers() {
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const Row& row = rows_[static_cast<RowId>(i)];
    if (row.kind == FactKind::kLogon && row.type() == kNewCredentials && row.extra != 0)
      borrowers_.push_back(static_cast<RowId>(i));
  }
  std::ranges::stable_sort(borrowers_, {}, [this](RowId id) { return std::pair(rows_[id].host, rows_[id].time); });
}

// Who put the credentials of an arrival into a session of their own just before it.
void Stays::add_borrower(Deed& deed, const Arrival& arrival) const {
  const std::int64_t at = deed.time - clocks_.correction(deed.host);
  const auto place = [this](RowId id) { return std::pair(rows_[id].host, rows_[id].time); };
  auto one = std::ranges::upper_bound(borrowers_, std::pair(deed.host, at + deed.doubt), {}, place);
  while (one != borrowers_.begin()) {
    const Row& row = rows_[*--one];
    if (row.host != deed.host || row.time < at - kBorrowed - deed.doubt) return;
    const std::string_view whose = rows_.detail(row).substr(rows_.detail(row).find('\\') + 1);
    if (base::fold(whose) != names_.user_key(arrival.account)) continue;
    if (rows_.extra(row).actor_logon >= kFirstSession) deed.sessions.push_back(rows_.extra(row).actor_logon);
    add_once(deed.accounts, names_.same_account(row.account));
    return;
  }
}

// Other credentials than one's own leave a record where sessions are logged (4648): without it they were one's own.
void Stays::add_oneself(Deed& deed, const Arrival& arrival) const {
  if (cover_.covers(deed.host, deed.time - clocks_.correction(deed.host))) add_once(deed.accounts, arrival.account);
}

bool Stays::has_session(const Arrival& arrival, LogonNumber session) const {
  return std::ranges::any_of(arrivals_.cited_by(arrival), [&](const Cited& cited) {
    const Row& row = rows_[cited.row()];
    return row.host == arrival.to && row.logon_id == session && row.kind != FactKind::kExplicit;
  });
}

Deed Stays::deed_of(const Row& row) const {
  Deed deed{.host = row.host, .time = row.time + clocks_.correction(row.host), .doubt = kSecond};
  const bool names_actor =
      row.kind == FactKind::kExplicit || row.kind == FactKind::kRdpClient || row.kind == FactKind::kWinrmClient;
  const AccountId actor = names_actor && row.extra != 0 && rows_.extra(row).actor != kNone ? rows_.extra(row).actor
                          : row.kind == FactKind::kExplicit                                ? AccountId{kNone}
                                                                                           : row.account;
  if (row.logon_id >= kFirstSession) deed.sessions.push_back(row.logon_id);
  const bool system = row.logon_id != 0 && row.logon_id < kFirstSession;
  deed.by_system = system || (actor != kNone && !names_.is_person(actor));
  if (!deed.by_system) add_once(deed.accounts, names_.same_account(actor));
  return deed;
}

// What the records of the host that an arrival came from say of who set out.
Deed Stays::setting_out(const Arrival& arrival, HostId host) const {
  Deed deed{.host = host, .time = arrival.time, .doubt = clocks_.doubt(arrival.to) + clocks_.doubt(host)};
  if (arrival.to == host) deed.doubt = kSecond;
  for (const Cited& cited : arrivals_.cited_by(arrival)) {
    const Row& row = rows_[cited.row()];
    if (row.host != host || cited.side() != Side::kSource) continue;
    const Deed one = deed_of(row);
    for (const LogonNumber session : one.sessions)
      if (std::ranges::find(deed.sessions, session) == deed.sessions.end()) deed.sessions.push_back(session);
    for (const AccountId account : one.accounts) add_once(deed.accounts, account);
    // SMB's connections are always the system's, and so is a server that agents connect to.
    const bool flow = row.kind == FactKind::kFlowOut || row.kind == FactKind::kFlowIn;
    deed.by_system = deed.by_system || (one.by_system && !flow);
    // The source's own clock says when.
    if (arrival.from == host) deed.time = std::min(deed.time, one.time), deed.doubt = 5 * kSecond;
  }
  if (deed.sessions.empty()) add_borrower(deed, arrival);
  const bool by_windows = (arrival.marks & (kMarkCloud | kMarkAgent)) == 0;
  if (by_windows && deed.sessions.empty() && deed.accounts.empty() && !deed.by_system) add_oneself(deed, arrival);
  return deed;
}

bool Stays::by_session(const Deed& deed, std::span<const ArrivalId> before, std::vector<Origin>& found) const {
  for (const LogonNumber session : deed.sessions) {
    for (std::size_t i = before.size(), looked = 0; i-- > 0 && looked < kLookBack; ++looked) {
      const Arrival& arrival = arrivals_.all[before[i]];
      if (arrival.time < deed.time - kLongest) break;
      if (!has_session(arrival, session)) continue;
      // Of those who came back to a session the last one is in it.
      found.push_back({.stay = {.arrival = before[i], .host = deed.host}, .chance = kBySession, .exact = true});
      break;
    }
  }
  if (!found.empty() || deed.sessions.empty()) return !found.empty();
  // A session that no arrival began is one at the screen, unless nobody wrote down which sessions began.
  if (!cover_.touches(deed.host, deed.time - kAbout, deed.time + kAbout)) return false;
  for (const AccountId account : deed.accounts)
    found.push_back({.stay = {.host = deed.host, .account = account}, .chance = kAtTheScreen, .exact = true});
  return !found.empty();
}

void Stays::by_system(const Deed& deed, std::span<const ArrivalId> before, std::vector<Origin>& found) const {
  for (std::size_t i = before.size(), looked = 0; i-- > 0 && looked < kLookBack; ++looked) {
    const Arrival& arrival = arrivals_.all[before[i]];
    if (arrival.time < deed.time - kRecently || found.size() >= kMostOrigins) break;
    const double stands = this->stands(arrival, kRunsAsSystem);
    if (stands == 0) continue;
    found.push_back({.stay = {.arrival = before[i], .host = deed.host},
                     .chance = stands * kBySystem * std::exp(-hours(deed.time - arrival.time) / 3)});
  }
  found.push_back({.stay = {.host = deed.host}, .chance = kAtTheScreen / 2});
}

void Stays::by_account(const Deed& deed, std::span<const ArrivalId> before, std::vector<Origin>& found) const {
  for (std::size_t i = before.size(), looked = 0; i-- > 0 && looked < kLookBack; ++looked) {
    const Arrival& arrival = arrivals_.all[before[i]];
    if (arrival.time < deed.time - kLongest || found.size() + 1 >= kMostOrigins) break;
    const bool same = std::ranges::find(deed.accounts, arrival.account) != deed.accounts.end();
    if (!same && arrival.account != kNone) continue;  // as whom is not known: perhaps as that one
    const double stands = this->stands(arrival, kStandsThere);
    const double away = ended_since(arrival, deed.time);
    if (stands == 0 || away > 12) continue;
    const double fades = away / 2 + hours(deed.time - arrival.time) / kStillThere;
    found.push_back({.stay = {.arrival = before[i], .host = deed.host},
                     .chance = stands * (same ? kByAccount : kAtTheTime) * std::exp(-fades)});
  }
  // Who comes from elsewhere seldom sits at the screen.
  const double at_screen = found.empty() ? kAtTheScreen : kAtTheScreen * kAlsoThere;
  // As an account that nobody came as, or where no record would say who used another's: whoever is there may have got
  // it.
  if (found.empty() || !cover_.touches(deed.host, deed.time - kAbout, deed.time + kAbout)) {
    std::vector<Origin> others;
    by_time(deed, before, others);
    for (Origin& origin : others) {
      if (std::ranges::find(found, origin.stay, &Origin::stay) != found.end() || found.size() >= kMostOrigins)
        continue;
      origin.chance *= kAsAnother;
      found.push_back(origin);
    }
  }
  for (const AccountId account : deed.accounts)
    found.push_back({.stay = {.host = deed.host, .account = account}, .chance = at_screen});
}

void Stays::by_time(const Deed& deed, std::span<const ArrivalId> before, std::vector<Origin>& found) const {
  for (std::size_t i = before.size(), looked = 0; i-- > 0 && looked < kLookBack; ++looked) {
    const Arrival& arrival = arrivals_.all[before[i]];
    if (arrival.time < deed.time - kRecently || found.size() + 1 >= kMostOrigins) break;
    const double stands = this->stands(arrival, kStandsThere);
    if (stands == 0) continue;
    const double ended = ended_since(arrival, deed.time);
    const double away = ended > 0 ? ended : hours(deed.time - arrival.time) / 4;
    found.push_back(
        {.stay = {.arrival = before[i], .host = deed.host}, .chance = stands * kAtTheTime * std::exp(-away)});
  }
  found.push_back({.stay = {.host = deed.host}, .chance = found.empty() ? kAtTheScreen : kAtTheScreen / 2});
}

std::vector<Origin> Stays::of(const Deed& deed) const {
  std::vector<Origin> found;
  if (deed.host == kNone) return found;
  const auto all = of_host(into_, deed.host);
  const auto end = std::ranges::upper_bound(all, deed.time + deed.doubt, {},
                                            [this](ArrivalId id) { return arrivals_.all[id].time; });
  const auto before = all.first(static_cast<std::size_t>(end - all.begin()));
  if (by_session(deed, before, found)) return found;
  if (deed.by_system)
    by_system(deed, before, found);
  else if (!deed.accounts.empty())
    by_account(deed, before, found);
  else
    by_time(deed, before, found);
  return found;
}

std::vector<Origin> Stays::origins(ArrivalId id) const {
  const Arrival& arrival = arrivals_.all[id];
  std::vector<Origin> found;
  if (arrival.from != kNone) {
    found = of(setting_out(arrival, arrival.from));
  } else {
    const auto candidates = arrivals_.candidates_of(arrival);
    for (const HostId host : candidates.first(std::min<std::size_t>(candidates.size(), kMostOrigins)))
      for (Origin& origin : of(setting_out(arrival, host))) found.push_back(origin);
    for (Origin& origin : found) origin.chance /= std::sqrt(static_cast<double>(candidates.size()));
  }
  std::erase_if(found, [id](const Origin& origin) { return origin.stay.arrival == id; });
  return found;
}

}  // namespace hoptrace::hops
