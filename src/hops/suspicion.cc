#include "hops/suspicion.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <unordered_set>
#include <utility>

namespace hoptrace::hops {

using sessions::FactKind;

namespace {

using base::kDay, base::kHour, base::kSecond;
constexpr std::int64_t kBurst = 10 * base::kMinute;
constexpr std::int64_t kExposed = 7 * kDay;  // how long a credential that was there can be used (Hopper's default)
constexpr int kManyAtOnce = 3, kSweepsAt = 10;

// In the order of Suspicion::Sign.
constexpr std::array<double, 16> kWeights = {1.4, 1.2, 1.6, 0.8, 1.6, 0.9, 0.8, 1.0,
                                             0.9, 1.5, 1.0, 2.6, 3.2, 3.2, 6.0, 4.0};
constexpr std::size_t kFirstStrange = 12;  // Strangeness, in its order
constexpr double kBias = -4.2;
constexpr std::array<std::string_view, kFirstStrange> kSentences = {
    "on no other day did this account go from that host to this one",
    "on no other day did this account come to this host",
    "on no other day did this account set out from that host",
    "on no other day did anybody go from that host to this one",
    "the account had no session of its own on the host that it came from",
    "something was run on the destination in this way",
    "at an hour at which this account does nothing on other days",
    "the same source reached several new hosts within ten minutes",
    "the account reached more new hosts on this day than on others",
    "tools of intruders ran on one of the two hosts within the hour",
    "the client called itself by a name that is not its address's",
    "something suspicious was found on one of the two hosts at the time"};

std::uint64_t key_of(std::uint8_t kind, std::uint32_t a, std::uint32_t b, std::uint32_t c = 0) {
  std::uint64_t key = (std::uint64_t{a} << 32 | b) * 0x9E3779B97F4A7C15ULL + kind;
  key ^= key >> 29;
  key = (key + c) * 0xBF58476D1CE4E5B9ULL;
  return key ^ (key >> 32);
}

enum Kind : std::uint8_t {
  kPath,
  kThere,
  kFrom,
  kPair,
  kAtHour,
  kLive,
  kFan,
  kBurstOf,
  kTool,
  kAccountNews,
  kHostNews,
  kSweep,
  kOnce,
  kHomes
};

bool runs_something(Marks marks) {
  return (marks & (kMarkServiceRun | kMarkTask | kMarkWmi | kMarkDcom | kMarkWinrm | kMarkService | kMarkAgent)) != 0;
}

}  // namespace

int Suspicion::day(std::int64_t time) const {
  return static_cast<int>(((time - first_day_) / kDay) & 63);
}

int Suspicion::other_days(std::uint64_t key, std::int64_t time) const {
  const auto at = habits_.find(key);
  return at == habits_.end() ? 0 : std::popcount(at->second.days & ~(Days{1} << day(time)));
}

void Suspicion::note(std::uint64_t key, std::int64_t time, std::uint64_t context) {
  Habit& habit = habits_[key];
  habit.days |= Days{1} << day(time);
  habit.context = context;
}

// Of an agent's job what matters is what it runs, wherever that is, and whose server gives it.
static std::uint32_t goal(const Arrival& arrival) {
  return (arrival.marks & kMarkAgent) != 0 ? arrival.address : arrival.to;
}

// What an agent was given to run, if that was written down.
static std::uint32_t job(const Arrival& arrival) {
  return (arrival.marks & kMarkAgent) != 0 ? arrival.address : kNone;
}

static std::uint32_t who(const Arrival& arrival) {
  return (arrival.marks & kMarkAgent) != 0 && arrival.from != kNone ? ~arrival.from : arrival.account;
}

void Suspicion::note_arrival(const Arrival& arrival) {
  const std::int64_t time = arrival.time;
  note(key_of(kPath, arrival.from, goal(arrival), who(arrival)), time);
  note(key_of(kThere, who(arrival), goal(arrival)), time, key_of(kAccountNews, who(arrival), 0));
  if (arrival.from != kNone)
    note(key_of(kFrom, arrival.account, arrival.from), time, key_of(kHomes, arrival.account, 0));
  if (arrival.from != kNone) note(key_of(kPair, arrival.from, arrival.to), time, key_of(kHostNews, arrival.from, 0));
  if (arrival.from != kNone && !names_.is_bare_address(arrival.from)) {
    const auto [home, fresh] = one_home_.try_emplace(arrival.account, arrival.from);
    if (!fresh && home->second != arrival.from) home->second = kNone;
  }
  note(key_of(kAtHour, arrival.account, static_cast<std::uint32_t>(time / kHour % 24)), time);
}

void Suspicion::learn(const std::vector<RowId>& order, const LogCover& cover, const Arrivals& arrivals) {
  std::int64_t last = 0;
  bool any = false;
  for (const Arrival& arrival : arrivals.all) {
    if (!any) first_day_ = arrival.time / kDay * kDay;
    any = true;
    last = std::max(last, arrival.time);
  }
  days_ = any ? static_cast<int>(std::min<std::int64_t>((last - first_day_) / kDay + 1, 64)) : 1;
  const auto live = [this](HostId host, AccountId account, std::int64_t time) {
    const auto [at, fresh] = live_.try_emplace(key_of(kLive, host, account), time, time);
    at->second.first = std::min(at->second.first, time);
    at->second.last = std::max(at->second.last, time);
  };
  for (const RowId id : order) {
    const Row& row = rows_[id];
    const bool desk =
        row.kind == FactKind::kLogon && (row.type() == 2 || row.type() == 10 || row.type() == 11 || row.type() == 7);
    if (desk) live(row.host, names_.same_account(row.account), row.time);
    const bool tool =
        row.kind == FactKind::kMemoryRead || (row.kind == FactKind::kProcess && (row.marks & kMarkTool) != 0);
    if (tool) tools_[key_of(kTool, row.host, static_cast<std::uint32_t>(row.time / kHour))] = row.time;
  }
  for (const Arrival& arrival : arrivals.all) {
    note_arrival(arrival);
    live(arrival.to, arrival.account, arrival.time);
  }
  strange_.learn(rows_, order, names_, cover, arrivals);
  note_bursts(arrivals);
  note_novelty();
  note_sweeps(arrivals);
}

// What an account or a host does on one day only says how new what is new can be: those who often do something new
// surprise nobody (Good and Turing's estimate).
void Suspicion::note_novelty() {
  for (const auto& [key, habit] : habits_) {
    if (habit.context == 0) continue;
    ++homes_[habit.context];
    News& news = news_[habit.context];
    for (Days days = habit.days; days != 0; days &= days - 1)
      ++news.all[static_cast<std::size_t>(std::countr_zero(days))];
    if (std::has_single_bit(habit.days)) ++news.once[static_cast<std::size_t>(std::countr_zero(habit.days))];
  }
}

void Suspicion::note_sweeps(const Arrivals& arrivals) {
  std::unordered_set<std::uint64_t> seen;
  for (const Arrival& arrival : arrivals.all) {
    if (arrival.from == kNone) continue;
    if (other_days(key_of(kPath, arrival.from, goal(arrival), who(arrival)), arrival.time) != 0) continue;
    const auto hour = static_cast<std::uint32_t>(arrival.time / kHour);
    const auto count = [&](std::uint32_t whose) {
      const std::uint64_t sweep = key_of(kSweep, arrival.from, whose, hour);
      const auto half = static_cast<std::uint32_t>(sweep >> 32);
      if (seen.insert(key_of(kOnce, static_cast<std::uint32_t>(sweep), half, arrival.to)).second) ++sweeps_[sweep];
    };
    count(arrival.account);  // also of jobs: of an agent's call alone nobody knows what it fetched
    if (job(arrival) != kNone) count(~job(arrival));
  }
}

// 0..1: of something never done on another day by whoever does as much that is new as they do on other days.
double Suspicion::surprise(std::uint64_t context, std::int64_t time) const {
  const auto at = news_.find(context);
  if (at == news_.end()) return 0.5;
  double all = 1, once = 0.3;
  for (std::size_t i = 0; i < 64; ++i) {
    if (i == static_cast<std::size_t>(day(time))) continue;
    all += at->second.all[i];
    once += at->second.once[i];
  }
  return std::clamp(-std::log2(once / all) / 5, 0.0, 1.0);
}

bool Suspicion::has_one_home(AccountId account) const {
  const auto at = homes_.find(key_of(kHomes, account, 0));
  return at == homes_.end() || at->second < 2;
}

// An address whose host is not known can be that of the home.
bool Suspicion::has_one_known_home(AccountId account) const {
  const auto at = one_home_.find(account);
  return at == one_home_.end() ? has_one_home(account) : at->second != kNone;
}

// A job that goes to everybody, with one account and in one way: inventory, scanner, backup.
bool Suspicion::is_sweep(const Arrival& arrival) const {
  int most = 0;
  for (int hour = -1; hour <= 1; ++hour) {
    const std::uint32_t whose = job(arrival) != kNone ? ~job(arrival) : arrival.account;
    const auto at =
        sweeps_.find(key_of(kSweep, arrival.from, whose, static_cast<std::uint32_t>(arrival.time / kHour + hour)));
    if (at != sweeps_.end()) most = std::max(most, at->second);
  }
  return arrival.from != kNone && most >= kSweepsAt && has_one_known_home(arrival.account);
}

void Suspicion::note_bursts(const Arrivals& arrivals) {
  for (const Arrival& arrival : arrivals.all) {
    if (other_days(key_of(kThere, who(arrival), goal(arrival)), arrival.time) != 0) continue;
    ++fan_out_[key_of(kFan, arrival.account, static_cast<std::uint32_t>(day(arrival.time)))];
    if (arrival.from != kNone)
      ++bursts_[key_of(kBurstOf, arrival.from, static_cast<std::uint32_t>(arrival.time / kBurst))];
  }
}

bool Suspicion::is_odd_hour(const Arrival& arrival) const {
  if (days_ < 2) return false;
  for (std::int64_t hour = 23; hour <= 25; ++hour) {
    const auto clock = static_cast<std::uint32_t>((arrival.time / kHour + hour) % 24);
    if (other_days(key_of(kAtHour, arrival.account, clock), arrival.time) != 0) return false;
  }
  return true;
}

bool Suspicion::is_new_there(const Arrival& arrival) const {
  return days_ > 1 && other_days(key_of(kThere, who(arrival), goal(arrival)), arrival.time) == 0;
}

bool Suspicion::was_live(HostId host, AccountId account, std::int64_t time) const {
  const auto at = live_.find(key_of(kLive, host, account));
  return at != live_.end() && at->second.first <= time && time <= at->second.last + kExposed;
}

AccountId Suspicion::acted(const Arrival& arrival, const Arrivals& arrivals) const {
  for (const Cited cited : arrivals.cited_by(arrival)) {
    const Row& row = rows_[cited.row()];
    if (row.kind != FactKind::kExplicit || row.host != arrival.from) continue;
    const AccountId actor = names_.same_account(rows_.extra(row).actor);
    if (names_.is_person(actor)) return actor;
  }
  return kNone;
}

Suspicion::Signs Suspicion::signs(ArrivalId id, const Arrival& arrival, std::span<const SeedAt> seeds) const {
  Signs signs = plain_signs(arrival, seeds);
  for (const Strange::Act& act : strange_.acts_of(id)) signs[kFirstStrange + static_cast<std::size_t>(act.what)] = 1;
  return signs;
}

Suspicion::Signs Suspicion::plain_signs(const Arrival& arrival, std::span<const SeedAt> seeds) const {
  Signs signs{};
  const double learnt = std::min(1.0, static_cast<double>(days_ - 1) / 3);
  const auto novelty = [&](std::uint64_t key) { return learnt / (1 + 2 * other_days(key, arrival.time)); };
  const bool odd_hour = is_odd_hour(arrival);
  signs[kOddHour] = odd_hour ? learnt : 0;
  const int known = other_days(key_of(kPath, arrival.from, goal(arrival), who(arrival)), arrival.time);
  // A habit at its hour: most of all there is.
  if (known >= 3 && !odd_hour && seeds.empty() && tools_.empty() && (arrival.flags & kClaimDiffers) == 0)
    return signs;
  const double by_account = surprise(key_of(kAccountNews, who(arrival), 0), arrival.time);
  const double by_host = surprise(key_of(kHostNews, arrival.from, 0), arrival.time);
  const bool one_home = has_one_home(arrival.account);
  signs[kNewPath] = by_account * novelty(key_of(kPath, arrival.from, goal(arrival), who(arrival)));
  signs[kNewThere] = by_account * novelty(key_of(kThere, who(arrival), goal(arrival)));
  signs[kNewFrom] = arrival.from == kNone || one_home ? 0 : novelty(key_of(kFrom, arrival.account, arrival.from));
  signs[kNewPair] = arrival.from == kNone ? 0 : by_host * novelty(key_of(kPair, arrival.from, arrival.to));
  const bool strange = arrival.from != kNone && !names_.is_bare_address(arrival.from) && arrival.account != kNone &&
                       names_.tenant_of(arrival.from) == names_.tenant_of(arrival.to);
  if (strange && !was_live(arrival.from, arrival.account, arrival.time)) signs[kSwitched] = signs[kNewFrom];
  signs[kRuns] = runs_something(arrival.marks) ? signs[kNewPath] : 0;
  if (const auto at = bursts_.find(key_of(kBurstOf, arrival.from, static_cast<std::uint32_t>(arrival.time / kBurst)));
      arrival.from != kNone && at != bursts_.end() && at->second >= kManyAtOnce)
    signs[kCadence] = signs[kNewThere];
  const auto fan = fan_out_.find(key_of(kFan, arrival.account, static_cast<std::uint32_t>(day(arrival.time))));
  if (fan != fan_out_.end() && fan->second >= kManyAtOnce) signs[kFanOut] = signs[kNewThere];
  for (const HostId host : {arrival.from, arrival.to})
    for (std::int64_t hour = -1; hour <= 1; ++hour)
      if (host != kNone &&
          tools_.contains(key_of(kTool, host, static_cast<std::uint32_t>(arrival.time / kHour + hour))))
        signs[kTools] = 1;
  if (is_sweep(arrival))
    for (double& sign : signs) sign *= 0.2;
  signs[kClaim] = (arrival.flags & kClaimDiffers) != 0 ? 1 : 0;
  for (const SeedAt& seed : seeds) {
    if (seed.host != arrival.from && seed.host != arrival.to) continue;
    if (seed.account != kNone && seed.account != arrival.account) continue;
    const double hours = std::abs(static_cast<double>(seed.time - arrival.time)) / static_cast<double>(kHour);
    signs[kSeeded] = std::max(signs[kSeeded], seed.weight * std::exp(-hours / 4));
  }
  return signs;
}

void Suspicion::judge(Arrivals& arrivals) {
  for (std::size_t i = 0; i < arrivals.all.size(); ++i) {
    Arrival& arrival = arrivals.all[i];
    const Signs all = signs(static_cast<ArrivalId>(i), arrival, {});
    double sum = kBias;
    for (std::size_t k = 0; k < all.size(); ++k) sum += kWeights[k] * all[k];
    arrival.suspicion = static_cast<float>(1 / (1 + std::exp(-sum)));
  }
}

double Suspicion::oddity(const Arrival& arrival) {
  const double s = std::clamp(static_cast<double>(arrival.suspicion), 0.001, 0.999);
  return std::max(0.0, std::log(s / (1 - s)) - kBias);
}

std::vector<std::string> Suspicion::reasons(ArrivalId id, const Arrival& arrival,
                                            std::span<const SeedAt> seeds) const {
  const Signs all = signs(id, arrival, seeds);
  std::vector<std::pair<double, std::size_t>> order;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i] * kWeights[i] > 0.3) order.emplace_back(-all[i] * kWeights[i], i);
  std::ranges::sort(order);
  std::vector<std::string> result;
  for (const auto& [weight, sign] : order) {
    const std::string_view words =
        sign < kFirstStrange ? kSentences[sign] : sentence(static_cast<Strangeness>(sign - kFirstStrange));
    result.push_back("suspicion: " + std::string(words));
  }
  return result;
}

}  // namespace hoptrace::hops
