#include "hops/beliefs.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "hops/odds.h"

namespace hoptrace::hops {
namespace {

using base::kHour, base::kSecond;
constexpr std::int64_t kGoesOn = 24 * kHour;  // how long after an arrival somebody sets out in its stay
constexpr std::int64_t kAtScreen = 7 * 24 * kHour;
constexpr std::int64_t kBeforeFound = 600 * kSecond;  // at a screen: what was found may be the second thing done
constexpr std::int64_t kUsed = 24 * kHour;            // credentials that were exposed
constexpr std::size_t kMostNodes = 200'000, kMostChildren = 5'000;
constexpr std::size_t kMostLooked = std::size_t{1} << 20;  // arrivals, from all stays together

constexpr double kScreenTaken = -9;  // that a host's own screen is, before anything was found there
// What a finding of weight 1 says of the stay in which it was made, and what several say at most.
constexpr double kOfAFinding = 7.5, kOfFindings = 11;
constexpr double kHabit = -1.2;  // intruders do what others do on other days too, but seldom
// Measured on simulated fleets, beside what the hour counts in suspicion: intruders come in 7 of 10 cases at an hour
// at which the account does nothing on other days, others in 1 of 20; jobs of agents have no hours.
constexpr double kOddHour = 1.6;
constexpr std::int64_t kOneAct = kSecond / 2;
constexpr std::int64_t kBurst = 60 * kSecond;
constexpr double kInBurst = 0.98;
constexpr double kPlanned = 0.05;  // of how likely it would be otherwise: a job that goes to everybody
constexpr double kHoursTaken = 8, kLater = 0.05;
constexpr double kMuchBetter = 2;
constexpr double kUnwatched = 3.5;           // a screen where nobody could have found anything
constexpr std::int64_t kUnseen = 2 * kHour;  // how long before
constexpr double kUsedElsewhere = 0.2;       // that an account that was exposed comes from nobody knows where

}  // namespace

Stay Beliefs::known_as(const Stay& stay) const {
  if (stay.arrival != kNoArrival || by_stay_.contains(stay)) return stay;
  for (auto at = by_stay_.lower_bound({.host = stay.host}); at != by_stay_.end(); ++at) {
    const Stay& known = at->first;
    if (known.arrival != kNoArrival || known.host != stay.host) break;
    if (known.account == kNone || stay.account == kNone) return known;
  }
  return stay;
}

Beliefs::NodeId Beliefs::node_of(const Stay& its_stay) {
  const Stay stay = known_as(its_stay);
  const auto [at, fresh] = by_stay_.try_emplace(stay, static_cast<NodeId>(nodes_.size()));
  if (!fresh) return at->second;
  Node node{.stay = stay};
  node.own = kScreenTaken;
  if (stay.arrival != kNoArrival) {
    const Arrival& arrival = arrivals_.all[stay.arrival];
    const bool odd_hour = (arrival.marks & kMarkAgent) == 0 && suspicion_.is_odd_hour(arrival);
    node.own = std::min(kHabit + suspicion_.oddity(arrival) + (odd_hour ? kOddHour : 0), kOddest);
  }
  nodes_.push_back(std::move(node));
  waiting_.push_back(at->second);
  return at->second;
}

// How much speaks for a stay so far: what was found in it, or in those that it hangs on.
double Beliefs::heat(NodeId id) const {
  double heat = 0;
  for (double weight = 1; id != kRoot && weight > 0.2; weight *= 0.8, id = nodes_[id].parent)
    heat = std::max(heat, weight * nodes_[id].seeds);
  return heat;
}

// The likeliest of them: by how the stay is known, and by what was found in it.
const Origin* Beliefs::best_of(const std::vector<Origin>& origins, std::int64_t time) const {
  const Origin* best = nullptr;
  double most = 0;
  for (const Origin& origin : origins) {
    double score = logit(std::clamp(origin.chance, 0.001, 0.95)) + (origin.exact ? 4 : 0);
    if (const auto known = by_stay_.find(known_as(origin.stay)); known != by_stay_.end()) {
      const Node& node = nodes_[known->second];
      const bool later = origin.stay.arrival == kNoArrival && time < node.since - kBeforeFound;
      if (!later) score += heat(known->second) / 2;
    }
    if (best == nullptr || score > most) most = score, best = &origin;
  }
  return best;
}

void Beliefs::found(const Deed& deed, double weight) {
  const std::vector<Origin> origins = stays_.of(deed);
  const Origin* const at = best_of(origins, deed.time);
  if (at == nullptr) return;
  Node& node = nodes_[node_of(at->stay)];
  node.since = node.seeds == 0 ? deed.time : std::min(node.since, deed.time);
  // Of what nobody's session is named for it is less sure whose doing it was.
  const double sure = at->exact ? 1 : std::clamp(at->chance + 0.2, 0.3, 0.9);
  const double counts = sure * weight * kOfAFinding;
  // One act that two logs have, or two rules find, is one.
  const bool same = node.act > 0 && std::abs(deed.time - node.acted) < kOneAct;
  const double more = same ? std::max(0.0, counts - node.act) : counts;
  node.act = same ? std::max(node.act, counts) : counts;
  node.acted = deed.time;
  node.seeds = std::min(node.seeds + more, kOfFindings);
}

bool Beliefs::is_above(NodeId node, NodeId other) const {
  for (NodeId at = other; at != kRoot; at = nodes_[at].parent)
    if (at == node) return true;
  return false;
}

// The nearer in time to how a stay began, or to what was found at a screen, the likelier it is the intruder's doing.
double Beliefs::while_taken(const Node& stay, const Node& child) const {
  const bool screen = stay.stay.arrival == kNoArrival;
  if (screen && stay.seeds == 0) return 1;
  const std::int64_t since = screen ? stay.since : arrivals_.all[stay.stay.arrival].time;
  const std::int64_t after = arrivals_.all[child.stay.arrival].time - since;
  if (screen && after < -kBeforeFound) return 0;
  const double hours = std::max(0.0, static_cast<double>(after) / static_cast<double>(kHour));
  return kLater + (1 - kLater) * std::exp(-hours / kHoursTaken);
}

void Beliefs::hang(NodeId child, const Origin& origin) {
  const NodeId parent = node_of(origin.stay);
  if (parent == child || is_above(child, parent)) return;
  nodes_[child].parent = parent;
  // A job that goes to everybody was planned before; an intruder's shows by what is found where it came.
  const bool sweep = suspicion_.is_sweep(arrivals_.all[nodes_[child].stay.arrival]);
  const double chance = origin.chance * while_taken(nodes_[parent], nodes_[child]) * (sweep ? kPlanned : 1);
  nodes_[child].chance = std::clamp(chance, 0.001, 0.95);
  nodes_[child].exact = origin.exact;
  nodes_[parent].children.push_back(child);
}

void Beliefs::root(NodeId id) {
  if (nodes_[id].rooted) return;
  nodes_[id].rooted = true;
  const ArrivalId arrival = nodes_[id].stay.arrival;
  if (arrival == kNoArrival) return;
  const std::vector<Origin> origins = stays_.origins(arrival);
  if (const Origin* best = best_of(origins, arrivals_.all[arrival].time); best != nullptr) hang(id, *best);
}

// All that set out from a stay.
void Beliefs::expand(NodeId id) {
  if (nodes_[id].expanded) return;
  nodes_[id].expanded = true;
  const Stay stay = nodes_[id].stay;
  const bool screen = stay.arrival == kNoArrival;
  if (screen && nodes_[id].seeds == 0) return;
  const std::int64_t begin = screen ? nodes_[id].since - kBeforeFound : arrivals_.all[stay.arrival].time;
  const std::int64_t end =
      screen ? begin + kAtScreen : std::max(begin, arrivals_.all[stay.arrival].until()) + kGoesOn;
  const auto out = stays_.out_of(stay.host);
  const auto time_of = [this](ArrivalId one) { return arrivals_.all[one].time; };
  const std::int64_t doubt = clocks_.doubt(stay.host);
  auto at = std::ranges::lower_bound(out, begin - 2 * doubt, {}, time_of);
  for (std::size_t looked = 0; at != out.end() && time_of(*at) <= end && looked < kMostChildren; ++at, ++looked) {
    if (nodes_.size() >= kMostNodes || ++looked_ > kMostLooked) return;
    if (by_stay_.contains({.arrival = *at, .host = arrivals_.all[*at].to})) continue;
    const std::vector<Origin> origins = stays_.origins(*at);
    const Origin* const best = best_of(origins, time_of(*at));
    if (best == nullptr || known_as(best->stay) != stay) continue;
    const NodeId child = node_of({.arrival = *at, .host = arrivals_.all[*at].to});
    nodes_[child].rooted = true;
    hang(child, *best);
  }
}

void Beliefs::grow() {
  while (!waiting_.empty() && nodes_.size() < kMostNodes) {
    std::vector<NodeId> now;
    now.swap(waiting_);
    for (const NodeId id : now) root(id);
    for (const NodeId id : now) expand(id);
  }
  waiting_.clear();
}

// Who came from nobody knows where, with credentials that the intruder had: hangs on the stay that had them last.
void Beliefs::adopt() {
  std::vector<NodeId> sure;
  for (NodeId id = 0; id < nodes_.size(); ++id)
    if (nodes_[id].sure && nodes_[id].stay.arrival != kNoArrival) sure.push_back(id);
  for (NodeId id = 0; id < nodes_.size(); ++id) {
    Node& node = nodes_[id];
    if (node.parent != kRoot || node.stay.arrival == kNoArrival) continue;
    const Arrival& arrival = arrivals_.all[node.stay.arrival];
    if (arrival.from != kNone || node.up < 0) continue;
    NodeId best = kRoot;
    for (const NodeId other : sure) {
      const Arrival& its = arrivals_.all[nodes_[other].stay.arrival];
      if (other == id || its.time > arrival.time || its.time < arrival.time - kUsed || is_above(id, other)) continue;
      const bool had = its.account == arrival.account || suspicion_.was_live(its.to, arrival.account, arrival.time);
      if (had && (best == kRoot || arrivals_.all[nodes_[best].stay.arrival].time < its.time)) best = other;
    }
    if (best == kRoot) continue;
    node.parent = best;
    node.chance = kUsedElsewhere;
    nodes_[best].children.push_back(id);
  }
}

// In which stay somebody set out is guessed before it is known who was in which. Where no record names the session,
// what explains it best counts: a stay that is believed to be the intruder's by all else.
void Beliefs::hang_anew() {
  for (NodeId id = 0; id < nodes_.size(); ++id) {
    const Node& node = nodes_[id];
    if (node.exact || node.stay.arrival == kNoArrival || node.up <= 0) continue;
    const Arrival& arrival = arrivals_.all[node.stay.arrival];
    if (arrival.from == kNone) continue;
    const std::vector<Origin> origins = stays_.origins(node.stay.arrival);
    const Origin* best = nullptr;
    double most = node.parent == kRoot ? 0 : node.chance * sigmoid(nodes_[node.parent].odds - node.gave);
    most = std::max(kMuchBetter * most, kOutOfNowhere);
    for (const Origin& origin : origins) {
      const auto known = by_stay_.find(known_as(origin.stay));
      if (known == by_stay_.end() || known->second == node.parent || is_above(id, known->second)) continue;
      const Node& other = nodes_[known->second];
      const double explains = origin.chance * while_taken(other, node) * sigmoid(other.odds);
      if (explains > most) most = explains, best = &origin;
    }
    if (best == nullptr) continue;
    if (node.parent != kRoot) std::erase(nodes_[node.parent].children, id);
    nodes_[id].parent = kRoot;
    hang(id, *best);
  }
}

// A screen from which the intruder surely set out, on a host where nobody wrote down what ran: that nothing was found
// there says nothing. It was taken some time before.
void Beliefs::take_unwatched() {
  std::vector<NodeId> taken;
  for (NodeId id = 0; id < nodes_.size(); ++id) {
    Node& node = nodes_[id];
    if (node.stay.arrival != kNoArrival || node.seeds > 0) continue;
    std::int64_t first = 0;
    for (const NodeId child : node.children) {
      const std::int64_t time = arrivals_.all[nodes_[child].stay.arrival].time;
      if (nodes_[child].found && nodes_[child].sure && (first == 0 || time < first)) first = time;
    }
    if (first == 0 || processes_.touches(node.stay.host, first - kUnseen, first + kUnseen)) continue;
    node.seeds = kUnwatched;
    node.since = first - kUnseen;
    node.acted = first;
    node.expanded = false;
    waiting_.push_back(id);
    taken.push_back(id);
  }
  grow();
  if (suspicion_.days() < 2) return;
  for (const NodeId id : taken) weigh_departures(nodes_[id]);
}

// What sets out of one stay within a minute is one person's doing.
void Beliefs::join_bursts() {
  for (const Node& node : nodes_) {
    std::vector<NodeId> by_time = node.children;
    const auto time = [this](NodeId id) { return arrivals_.all[nodes_[id].stay.arrival].time; };
    std::ranges::stable_sort(by_time, {}, time);
    for (std::size_t i = 1; i < by_time.size(); ++i) {
      if (time(by_time[i]) - time(by_time[i - 1]) > kBurst) continue;
      for (const NodeId id : {by_time[i - 1], by_time[i]})
        if (nodes_[id].chance > 0.5) nodes_[id].chance = std::max(nodes_[id].chance, kInBurst);
    }
  }
}

void Beliefs::settle() {
  grow();
  join_bursts();
  propagate();
  adopt();
  hang_anew();
  propagate();
  learn_manner();
  propagate();
  take_unwatched();
  hang_anew();
  propagate();
}

double Beliefs::odds(ArrivalId id) const {
  const auto at = by_stay_.find({.arrival = id, .host = arrivals_.all[id].to});
  return at == by_stay_.end() ? -30 : nodes_[at->second].odds;
}

// The stay that the intruder had last on the host from which an arrival set out.
Beliefs::NodeId Beliefs::held_before(const Node& node) const {
  if (node.stay.arrival == kNoArrival) return kRoot;
  const Arrival& arrival = arrivals_.all[node.stay.arrival];
  NodeId best = kRoot;
  std::int64_t latest = 0;
  for (NodeId id = 0; id < nodes_.size() && arrival.from != kNone; ++id) {
    const Node& other = nodes_[id];
    if (&other == &node || !other.sure || other.stay.host != arrival.from) continue;
    const std::int64_t since =
        other.stay.arrival == kNoArrival ? other.since : arrivals_.all[other.stay.arrival].time;
    if (since > arrival.time || since < arrival.time - kGoesOn) continue;
    if (best == kRoot || since > latest) best = id, latest = since;
  }
  return best;
}

std::vector<Beliefs::Believed> Beliefs::believed() const {
  std::vector<NodeId> group(nodes_.size());
  std::iota(group.begin(), group.end(), NodeId{0});
  const auto head = [&](NodeId id) {
    while (group[id] != id) id = group[id] = group[group[id]];
    return id;
  };
  for (NodeId id = 0; id < nodes_.size(); ++id)
    if (nodes_[id].sure && nodes_[id].parent != kRoot && nodes_[nodes_[id].parent].sure)
      group[head(id)] = head(nodes_[id].parent);
  // Where no record says which stay it was, it was that of the intruder who held the host.
  for (NodeId id = 0; id < nodes_.size(); ++id) {
    const Node& node = nodes_[id];
    if (!node.sure || node.exact || (node.parent != kRoot && nodes_[node.parent].sure)) continue;
    if (const NodeId other = held_before(node); other != kRoot) group[head(id)] = head(other);
  }
  std::map<NodeId, Believed> result;
  for (NodeId id = 0; id < nodes_.size(); ++id) {
    if (!nodes_[id].sure) continue;
    Believed& one = result[head(id)];
    const Node& node = nodes_[id];
    if (node.stay.arrival != kNoArrival) {
      one.arrivals.push_back(node.stay.arrival);
    } else if (one.screen == kNone || node.since < one.since) {
      one.screen = node.stay.host;
      one.since = node.since;
    }
    one.odds = std::max(one.odds, nodes_[id].odds);
  }
  std::vector<Believed> all;
  for (auto& [id, one] : result) {
    std::ranges::sort(one.arrivals);
    if (!one.arrivals.empty()) all.push_back(std::move(one));
  }
  return all;
}

}  // namespace hoptrace::hops
