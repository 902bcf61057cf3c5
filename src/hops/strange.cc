#include "hops/strange.h"

#include <algorithm>
#include <unordered_set>

#include "tenants/tenants.h"

namespace hoptrace::hops {
namespace {

using base::kDay, base::kHour;
constexpr std::int64_t kStays = 12 * kHour;  // whoever took a session is taken to be there for a working day
constexpr int kTourHosts = 2;

// By these something runs, or somebody has a session to work in; who only opens a share stays where they were.
constexpr Marks kRuns =
    kMarkServiceRun | kMarkService | kMarkTask | kMarkWmi | kMarkDcom | kMarkWinrm | kMarkSsh | kMarkAgent;
constexpr Marks kStands = kRuns | kMarkRdp;
// Not a person's or an intruder's choice of host: a job's, or a directory's.
constexpr Marks kElsewhere = kMarkAgent | kMarkCloud;

constexpr std::array<std::string_view, kStrangenesses> kSentences = {
    "the account took a session or ran something from a host that is not its place on any other day",
    "the account was used from a host to which nothing had brought it, and that is not its place on any other day",
    "on other days the account only opens files; here it took a session or ran something",
    "an account of the serving organisation came to hosts outside its habit, and ran nothing on any of them"};

std::uint64_t key_of(std::uint32_t account, std::uint32_t host) {
  return std::uint64_t{account} << 32 | host;
}

// Whether the logon itself names the address. If not, connections do, and of a client that calls itself otherwise
// they may have been another's.
bool says_address(std::span<const Cited> cited, const Rows& rows) {
  return std::ranges::any_of(cited, [&](const Cited one) {
    const Row& row = rows[one.row()];
    return row.kind == sessions::FactKind::kLogon && row.address != kNone;
  });
}

// Whether the source says which credentials it used, or towards whom: a connection at the same moment alone, across a
// border, may be another's.
bool names_credentials(std::span<const Cited> cited, const Rows& rows) {
  return std::ranges::any_of(cited, [&](const Cited one) {
    const sessions::FactKind kind = rows[one.row()].kind;
    return kind == sessions::FactKind::kExplicit || kind == sessions::FactKind::kRdpClient ||
           kind == sessions::FactKind::kWinrmClient;
  });
}

bool kept_log(const LogCover& cover, HostId host, std::int64_t time) {
  return cover.touches(host, time - kHour, time + kHour);
}

// Windows are in the tenant's own time; where that is not UTC they are left out of account (no time zones here).
bool in_change_window(const tenants::Tenant* tenant, std::int64_t time) {
  if (tenant == nullptr || !(tenant->timezone.empty() || tenant->timezone.ends_with("UTC"))) return false;
  using base::kMinute;
  const auto weekday = static_cast<int>((time / kDay + 3) % 7);  // 1970 began on a Thursday
  const auto minute = static_cast<int>(time % kDay / kMinute);
  return std::ranges::any_of(tenant->change_windows,
                             [&](const auto& window) { return window.holds(weekday, minute); });
}

}  // namespace

std::string_view sentence(Strangeness strangeness) {
  return kSentences[static_cast<std::size_t>(strangeness)];
}

Strange::Days Strange::bit(std::int64_t time) const {
  return Days{1} << (static_cast<std::uint64_t>((time - first_day_) / kDay) & 63);
}

std::uint64_t Strange::on_day(AccountId account, std::int64_t time) const {
  return key_of(account, static_cast<std::uint32_t>((time - first_day_) / kDay));
}

void Strange::learn(const Rows& rows, const std::vector<RowId>& order, const Names& names, const LogCover& cover,
                    const Arrivals& arrivals) {
  if (arrivals.all.empty()) return;
  first_day_ = arrivals.all.front().time / kDay * kDay;
  note_desks(rows, order, names);
  note(rows, names, arrivals);
  note_tours(cover, arrivals);
  for (std::size_t i = 0; i < arrivals.all.size(); ++i) {
    const Arrival& arrival = arrivals.all[i];
    if (!names.is_person(arrival.account)) continue;
    if ((arrival.marks & kElsewhere) == 0) find(static_cast<ArrivalId>(i), rows, names, cover, arrivals);
  }
}

// Who sits at a host's own screen, or came to its desktop.
void Strange::note_desks(const Rows& rows, const std::vector<RowId>& order, const Names& names) {
  for (const RowId id : order) {
    const Row& row = rows[id];
    if (row.kind != sessions::FactKind::kLogon) continue;
    const int type = row.type();
    if (type != 2 && type != 7 && type != 10 && type != 11) continue;
    desks_.push_back(id);
    if (type != 2 && type != 11) continue;
    const AccountId account = names.same_account(row.account);
    places_[key_of(account, row.host)].home |= bit(row.time);
    accounts_[account].out |= bit(row.time);
  }
}

void Strange::note_account(const Arrival& arrival, const Names& names) {
  Account& account = accounts_[arrival.account];
  account.came |= bit(arrival.time);
  if ((arrival.marks & kStands) != 0) account.stood |= bit(arrival.time);
  if (arrival.from != kNone) account.out |= bit(arrival.time);
  if (!account.asked) {
    account.asked = true;
    const tenants::Tenant* const entry = names.entry(names.tenant_of_account(arrival.account));
    const std::string name = entry == nullptr ? std::string() : names.account_name(arrival.account);
    account.serves = entry != nullptr && std::ranges::any_of(entry->msp_accounts, [&](const auto& pattern) {
                       return pattern.matches(name);
                     });
  }
  if (account.serves) there_[key_of(arrival.account, arrival.to)] |= bit(arrival.time);
}

// In order of time, so that it is known who had come to where they set out from.
void Strange::note(const Rows& rows, const Names& names, const Arrivals& arrivals) {
  std::unordered_map<std::uint64_t, std::int64_t> present;  // by account and host: until when
  const auto stays = [&](AccountId account, HostId host, std::int64_t until) {
    std::int64_t& last = present[key_of(account, host)];
    last = std::max(last, until);
  };
  had_come_.resize(arrivals.all.size());
  auto desk = desks_.begin();
  for (std::size_t i = 0; i < arrivals.all.size(); ++i) {
    const Arrival& arrival = arrivals.all[i];
    for (; desk != desks_.end() && rows[*desk].time < arrival.time; ++desk)
      stays(names.same_account(rows[*desk].account), rows[*desk].host, rows[*desk].time + kStays);
    if (arrival.account == kNone) continue;
    note_account(arrival, names);
    if (arrival.from != kNone) {
      const auto at = present.find(key_of(arrival.account, arrival.from));
      had_come_[i] = at != present.end() && arrival.time <= at->second;
      Place& place = places_[key_of(arrival.account, arrival.from)];
      if ((arrival.marks & kStands) != 0) place.stood |= bit(arrival.time);
      if (!had_come_[i]) place.home |= bit(arrival.time);
    }
    if ((arrival.marks & kStands) != 0)
      stays(arrival.account, arrival.to, std::max(arrival.time + kStays, arrival.until()));
  }
}

void Strange::note_tours(const LogCover& cover, const Arrivals& arrivals) {
  std::unordered_set<std::uint64_t> seen;  // by account and host: new on one day only
  for (const Arrival& arrival : arrivals.all) {
    if (arrival.account == kNone || (arrival.marks & kElsewhere) != 0) continue;
    const std::uint64_t place = key_of(arrival.account, arrival.to);
    const auto there = there_.find(place);
    if (there == there_.end() || others(there->second, arrival.time) != 0) continue;
    Tour& tour = tours_[on_day(arrival.account, arrival.time)];
    if (kept_log(cover, arrival.to, arrival.time) && seen.insert(place).second) ++tour.hosts;
    if ((arrival.marks & kRuns) != 0) tour.ran = true;
  }
}

// Where the account is not at home; and if it had come there, it goes on from there on no other day.
bool Strange::is_astray(ArrivalId id, const Arrival& arrival) const {
  const Place& place = places_.at(key_of(arrival.account, arrival.from));
  return others(place.home, arrival.time) == 0 && (!had_come_[id] || others(place.stood, arrival.time) == 0);
}

void Strange::find(ArrivalId id, const Rows& rows, const Names& names, const LogCover& cover,
                   const Arrivals& arrivals) {
  const Arrival& arrival = arrivals.all[id];
  const std::int64_t time = arrival.time;
  const Account& account = accounts_.at(arrival.account);
  const bool stands = (arrival.marks & kStands) != 0;
  // Who came, the destination must say itself; from where, the source, since an address can have gone to another host
  // and no lease says so.
  const bool has_logon = (arrival.flags & kHasLogon) != 0;
  const bool spoken = (arrival.sides & side_bit(Side::kSource)) != 0 &&
                      ((arrival.flags & kClaimDiffers) == 0 || says_address(arrivals.cited_by(arrival), rows)) &&
                      ((arrival.flags & kBorder) == 0 || names_credentials(arrivals.cited_by(arrival), rows));
  const bool known_place = has_logon && spoken && !names.is_bare_address(arrival.from) &&
                           arrival.from != arrival.to && kept_log(cover, arrival.from, time);
  if (arrival.from != kNone && known_place && others(account.out, time) != 0 && is_astray(id, arrival)) {
    if (stands) {
      add(id, arrival, Strangeness::kStepped, names);
    } else if (!had_come_[id]) {
      add(id, arrival, Strangeness::kSwitched, names);
    }
  }
  const Days came = others(account.came, time);
  const bool several = (came & (came - 1)) != 0;
  if (stands && has_logon && several && others(account.stood, time) == 0)
    add(id, arrival, Strangeness::kNewManner, names);
  const auto there = there_.find(key_of(arrival.account, arrival.to));
  if (there == there_.end() || others(there->second, time) != 0 || others(account.came, time) == 0) return;
  const auto tour = tours_.find(on_day(arrival.account, time));
  if (tour != tours_.end() && tour->second.hosts >= kTourHosts && !tour->second.ran)
    add(id, arrival, Strangeness::kTour, names);
}

void Strange::add(ArrivalId id, const Arrival& arrival, Strangeness what, const Names& names) {
  const bool planned = in_change_window(names.entry(names.tenant_of(arrival.to)), arrival.time);
  acts_.push_back({id, what, on_day(arrival.account, arrival.time), planned});
}

std::span<const Strange::Act> Strange::acts_of(ArrivalId arrival) const {
  const auto range = std::ranges::equal_range(acts_, arrival, {}, &Act::arrival);
  return {range.begin(), range.end()};
}

bool Strange::is(ArrivalId arrival, Strangeness what) const {
  return std::ranges::any_of(acts_of(arrival), [&](const Act& act) { return act.what == what; });
}

}  // namespace hoptrace::hops
