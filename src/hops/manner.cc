// The rest of Beliefs: how this intruder works, learnt from what is already believed, and how whoever sits at a
// screen where something was found works on other days.
#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "hops/beliefs.h"

namespace hoptrace::hops {
namespace {

using base::kDay, base::kHour;
constexpr std::int64_t kBeforeFound = kHour / 6;
constexpr std::int64_t kAround = kHour * 3 / 2;  // of an hour of the day
constexpr Marks kStands =
    kMarkRdp | kMarkWinrm | kMarkServiceRun | kMarkService | kMarkTask | kMarkWmi | kMarkDcom | kMarkSsh | kMarkAgent;
constexpr std::size_t kMostLooked = 1 << 16;

// Each has its own pace; in the order of kPerHour.
enum Pace : std::uint8_t { kFiles, kSessions, kSignIns };
// How often an intruder at a screen sets out so; opening files is mostly work. Chosen, and tried on simulated fleets.
constexpr std::array<double, 3> kPerHour = {0.04, 0.08, 0.08};
constexpr double kPerHourThere = 1;  // ... from a host that was come to for it
constexpr double kAfterwards = 0.2;  // ... who has gone on elsewhere
constexpr double kFades = 2;         // hours
constexpr double kOnceMore = 0.25;   // times, beside those seen
constexpr double kSameJob = 3;

Pace pace_of(Marks marks) {
  if ((marks & kMarkCloud) != 0) return kSignIns;
  return (marks & kStands) != 0 ? kSessions : kFiles;
}

bool on_another_day_at_the_hour(std::int64_t one, std::int64_t other) {
  const std::int64_t apart = ((one - other) % kDay + kDay) % kDay;
  return std::abs(one - other) > kDay / 2 && (apart <= kAround || apart >= kDay - kAround);
}

}  // namespace

// Somebody was there, what ran there is logged, and nothing was found.
bool Beliefs::left_nothing(const Node& node) const {
  if (node.stay.arrival == kNoArrival || node.seeds > 0) return false;
  const Arrival& arrival = arrivals_.all[node.stay.arrival];
  if ((arrival.marks & kStands) == 0) return false;
  const bool ran = (arrival.sides & side_bit(Side::kExecution)) != 0;
  return ran || processes_.covers(arrival.to, arrival.time - clocks_.correction(arrival.to));
}

// Who leaves something to be found nearly everywhere was hardly where nothing was left (Laplace's rule).
void Beliefs::weigh_traces() {
  double found = 1, all = 2;
  for (const Node& node : nodes_) {
    if (!node.sure || !node.found || node.stay.arrival == kNoArrival) continue;
    if (node.seeds > 0) ++found;
    if (node.seeds > 0 || left_nothing(node)) ++all;
  }
  const double silent = std::log(1 - found / all);
  for (Node& node : nodes_) node.manner = left_nothing(node) ? silent : 0;
}

// Agents that were given what the intruder gave to another, and nobody on other days.
void Beliefs::weigh_jobs() {
  std::set<AddressId> given;
  const auto job_of = [this](const Node& node) -> const Arrival* {
    if (node.stay.arrival == kNoArrival) return nullptr;
    const Arrival& arrival = arrivals_.all[node.stay.arrival];
    return (arrival.marks & kMarkAgent) != 0 && suspicion_.is_new_there(arrival) ? &arrival : nullptr;
  };
  for (const Node& node : nodes_)
    if (const Arrival* job = job_of(node); job != nullptr && node.sure && node.found) given.insert(job->address);
  for (Node& node : nodes_)
    if (const Arrival* job = job_of(node); job != nullptr && given.contains(job->address)) node.manner += kSameJob;
}

// Until then the intruder was surely at work in a stay: what was found there last, or below what set out from it.
std::int64_t Beliefs::busy_until(const Node& stay) const {
  std::int64_t until = stay.acted;
  for (const NodeId child : stay.children)
    if (nodes_[child].found && nodes_[child].sure)
      until = std::max(until, arrivals_.all[nodes_[child].stay.arrival].time);
  return until;
}

// Whose doing it was that somebody set out from a stay: as often as that account sets out from there at that hour on
// other days, against as often as an intruder does. Whose session it was may be in a record: at a screen that is not
// enough.
void Beliefs::weigh_departures(const Node& stay) {
  std::map<std::pair<AccountId, Pace>, std::vector<std::int64_t>> known;
  const auto out = stays_.out_of(stay.stay.host);
  for (const ArrivalId id : out.first(std::min(out.size(), kMostLooked))) {
    const Arrival& arrival = arrivals_.all[id];
    known[{arrival.account, pace_of(arrival.marks)}].push_back(arrival.time);
  }
  const bool screen = stay.stay.arrival == kNoArrival;
  const std::int64_t busy = busy_until(stay);
  const double hours_seen = static_cast<double>(suspicion_.days() - 1) * 2 * static_cast<double>(kAround) / kHour;
  for (const NodeId id : stay.children) {
    Node& child = nodes_[id];
    const Arrival& arrival = arrivals_.all[child.stay.arrival];
    if (screen ? arrival.time < stay.since - kBeforeFound : child.exact) continue;
    const Pace pace = pace_of(arrival.marks);
    const auto times = std::ranges::count_if(known[{arrival.account, pace}], [&](std::int64_t time) {
      return on_another_day_at_the_hour(time, arrival.time);
    });
    const double owners = (static_cast<double>(times) + kOnceMore) / hours_seen;
    if (!screen) {
      child.chance *= kPerHourThere / (kPerHourThere + owners);
      continue;
    }
    const double hours = static_cast<double>(arrival.time - busy) / static_cast<double>(kHour);
    const double intruders = kPerHour[pace] * (hours <= 0 ? 1 : kAfterwards * std::exp(-hours / kFades));
    child.chance = std::clamp(intruders / (intruders + owners), 0.001, 0.95);
    child.own = std::min(suspicion_.oddity(arrival), kOddest);  // what is a habit has counted
  }
}

void Beliefs::learn_manner() {
  weigh_traces();
  weigh_jobs();
  if (suspicion_.days() < 2) return;
  for (const Node& node : nodes_)
    if (node.sure && !node.children.empty() && (node.stay.arrival != kNoArrival || node.seeds > 0))
      weigh_departures(node);
}

}  // namespace hoptrace::hops
