#include "hops/walks.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "hops/confidence.h"

namespace hoptrace::hops {
namespace {

constexpr std::size_t kMostLabels = 8, kMostHops = 64;
constexpr std::size_t kMostLooked = std::size_t{1} << 21;
constexpr double kOfAHop = 0.1;  // of two ways alike the shorter one

std::int64_t slack(const Arrival& arrival, const Clocks& clocks) {
  return clocks.doubt(arrival.from) + clocks.doubt(arrival.to);
}

double cost_of(const Arrival& arrival) {
  return kOfAHop - std::log(std::max(0.01, static_cast<double>(arrival.suspicion))) -
         std::log(std::max(0.01, confidence_of(arrival)));
}

// A way to a host: over which arrival, and which label before it (-1: the start).
struct Label {
  double cost = 0;
  std::int64_t time = 0;
  ArrivalId over = 0;
  int before = -1, hops = 0;
  HostId came_from = kNone;
};

}  // namespace

std::vector<std::int64_t> earliest(std::span<const Arrival> by_time, const Clocks& clocks, std::size_t hosts,
                                   HostId start, std::int64_t from) {
  std::vector<std::int64_t> reached(hosts, kNever);
  reached[start] = from;
  for (const Arrival& arrival : by_time) {
    if (arrival.from == kNone || reached[arrival.from] == kNever) continue;
    if (reached[arrival.from] <= arrival.time + slack(arrival, clocks))
      reached[arrival.to] = std::min(reached[arrival.to], arrival.time);
  }
  return reached;
}

std::vector<std::int64_t> latest(std::span<const Arrival> by_time, const Clocks& clocks, std::size_t hosts,
                                 HostId end, std::int64_t until) {
  std::vector<std::int64_t> leaves(hosts, -kNever);
  leaves[end] = until;
  for (std::size_t i = by_time.size(); i-- > 0;) {
    const Arrival& arrival = by_time[i];
    if (arrival.from == kNone || leaves[arrival.to] == -kNever) continue;
    if (arrival.time - slack(arrival, clocks) <= leaves[arrival.to])
      leaves[arrival.from] = std::max(leaves[arrival.from], std::min(arrival.time, until));
  }
  return leaves;
}

bool in_corridor(const Arrival& arrival, const Clocks& clocks, const std::vector<std::int64_t>& forward,
                 const std::vector<std::int64_t>& backward) {
  if (arrival.from == kNone || forward[arrival.from] == kNever || backward[arrival.to] == -kNever) return false;
  const std::int64_t doubt = slack(arrival, clocks);
  return forward[arrival.from] <= arrival.time + doubt && arrival.time <= backward[arrival.to] + doubt;
}

std::vector<Walk> best_walks(std::span<const Arrival> by_time, const Clocks& clocks, HostId start, std::int64_t from,
                             HostId end, std::int64_t until, std::size_t most) {
  std::vector<Label> labels;
  std::unordered_map<HostId, std::vector<int>> at;  // the best labels of each host
  std::size_t looked = 0;
  const auto extend = [&](ArrivalId id, const Arrival& arrival, int before) {
    const Label* label = before < 0 ? nullptr : &labels[static_cast<std::size_t>(before)];
    const std::int64_t since = label == nullptr ? from : label->time;
    if (since > arrival.time + slack(arrival, clocks)) return;
    if (label != nullptr && (label->came_from == arrival.to || label->hops >= static_cast<int>(kMostHops))) return;
    const Label next{.cost = (label == nullptr ? 0 : label->cost) + cost_of(arrival),
                     .time = arrival.time,
                     .over = id,
                     .before = before,
                     .hops = label == nullptr ? 1 : label->hops + 1,
                     .came_from = arrival.from};
    auto& kept = at[arrival.to];
    if (kept.size() == kMostLabels) {
      const auto worst =
          std::ranges::max_element(kept, {}, [&](int i) { return labels[static_cast<std::size_t>(i)].cost; });
      if (labels[static_cast<std::size_t>(*worst)].cost <= next.cost) return;
      kept.erase(worst);
    }
    kept.push_back(static_cast<int>(labels.size()));
    labels.push_back(next);
  };
  for (std::size_t i = 0; i < by_time.size() && looked < kMostLooked; ++i) {
    const Arrival& arrival = by_time[i];
    if (arrival.time > until) break;
    if (arrival.from == kNone || arrival.time + slack(arrival, clocks) < from) continue;
    ++looked;
    if (arrival.from == start) extend(static_cast<ArrivalId>(i), arrival, -1);
    if (const auto known = at.find(arrival.from); known != at.end())
      for (const int label : std::vector<int>(known->second)) extend(static_cast<ArrivalId>(i), arrival, label);
  }
  std::vector<Walk> walks;
  for (int label : at[end]) {
    Walk& walk = walks.emplace_back(Walk{.cost = labels[static_cast<std::size_t>(label)].cost, .arrivals = {}});
    for (; label >= 0; label = labels[static_cast<std::size_t>(label)].before)
      walk.arrivals.push_back(labels[static_cast<std::size_t>(label)].over);
    std::ranges::reverse(walk.arrivals);
  }
  std::ranges::stable_sort(walks, {}, &Walk::cost);
  if (walks.size() > most) walks.resize(most);
  return walks;
}

}  // namespace hoptrace::hops
