// What stays say to one another once it is known which hangs on which: from the leaves up, then from the roots down.
#include <algorithm>
#include <cmath>
#include <functional>

#include "hops/beliefs.h"
#include "hops/odds.h"

namespace hoptrace::hops {
namespace {

constexpr double kOfOdd = 0.4;  // of what the oddest that set out from a stay says; measured on simulated fleets

}  // namespace

// log P(what hangs on it | the parent's is the intruder's) - log P(... | it is not)
double Beliefs::message_up(const Node& child) const {
  const double likely = std::exp(std::min(child.up, 30.0));
  return std::log(child.chance * likely + 1 - child.chance) - std::log(kOutOfNowhere * likely + 1 - kOutOfNowhere);
}

// The odds of a child before anything of its own, given those of its parent.
double Beliefs::given(const Node& child, double parent_odds) const {
  const double parent = sigmoid(parent_odds);
  return logit(std::clamp(parent * child.chance + (1 - parent) * kOutOfNowhere, 1e-9, 1 - 1e-9));
}

// What odd arrivals say of the stay that they set out from is one thing, however many they are: somebody did an odd
// evening's work, and mostly the stay is odd by the same. Those below which something was found speak each for
// itself.
double Beliefs::from_children(const Node& node) {
  double found = 0;
  std::vector<std::pair<double, NodeId>> odd;
  for (const NodeId id : node.children) {
    const double message = message_up(nodes_[id]);
    nodes_[id].gave = nodes_[id].found ? message : 0;
    if (nodes_[id].found)
      found += message;
    else
      odd.emplace_back(message, id);
  }
  if (odd.empty()) return found;
  const auto strength = [](const auto& one) { return std::pair(std::abs(one.first), ~one.second); };
  std::ranges::partial_sort(odd, odd.begin() + std::min<std::ptrdiff_t>(2, std::ssize(odd)), std::greater{},
                            strength);
  nodes_[odd.front().second].gave = kOfOdd * (odd.front().first - (odd.size() > 1 ? odd[1].first : 0));
  return found + kOfOdd * odd.front().first;
}

void Beliefs::propagate() {
  std::vector<NodeId> order;  // parents before children
  order.reserve(nodes_.size());
  for (NodeId id = 0; id < nodes_.size(); ++id)
    if (nodes_[id].parent == kRoot) order.push_back(id);
  for (std::size_t i = 0; i < order.size(); ++i)
    order.insert(order.end(), nodes_[order[i]].children.begin(), nodes_[order[i]].children.end());
  for (std::size_t i = order.size(); i-- > 0;) {
    Node& node = nodes_[order[i]];
    node.up = node.own + node.seeds + node.manner;
    node.found = node.seeds > 0;
    for (const NodeId child : node.children) node.found = node.found || nodes_[child].found;
    node.up += from_children(node);
  }
  for (const NodeId id : order) {
    Node& node = nodes_[id];
    const bool screen = node.stay.arrival == kNoArrival;
    if (node.parent == kRoot) {
      node.odds = node.up + (screen ? 0 : logit(kOutOfNowhere));
    } else {
      const Node& parent = nodes_[node.parent];
      node.odds = node.up + given(node, parent.odds - node.gave);
    }
    // Of many odd arrivals out of one stay only one speaks for it: the others can be no surer than the stay is.
    const bool alone = node.up + logit(kOutOfNowhere) > 0;
    node.sure = node.odds > 0 && (node.parent == kRoot || nodes_[node.parent].sure || alone);
  }
}

}  // namespace hoptrace::hops
