// Beliefs: which arrivals were the intruder's, given what was found where.
//
// A forest: each arrival hangs on the stay that it set out from (stays.h). Whoever is in a stay that the intruder
// made is the intruder; whoever is in another is not, but that every host may be taken by ways that no log of
// sessions shows. So three things speak for an arrival: its own oddity (suspicion.h), what was found in the stay that
// it began (seeds), and its neighbours in the forest, upward and downward. They are put together by belief
// propagation, which is exact on a forest (Pearl 1988); all numbers are natural logarithms of odds. The chances are
// chosen, not fitted.
//
// What is believed so far says how this intruder works (manner.cc): whether something is left to be found wherever it
// goes, what agents are given to do, until when it was at a screen. With that, all is believed anew, once. At a
// screen somebody else works, too: there it counts how often the account does the like at that hour on other days.
//
// Only what hangs together with a seed is looked at: the forest grows from the stays in which something was found, up
// to where they came from, and down to all that set out from them; the nearest first, until 2^20 arrivals were looked
// at.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "hops/stays.h"
#include "hops/suspicion.h"

namespace hoptrace::hops {

class Beliefs {
 public:
  // `processes`: where what ran is logged.
  Beliefs(const Arrivals& arrivals, const Clocks& clocks, const Suspicion& suspicion, const Stays& stays,
          const LogCover& processes)
      : arrivals_(arrivals), clocks_(clocks), suspicion_(suspicion), stays_(stays), processes_(processes) {}

  // Something was found, in one of these stays.
  void found(const Deed& deed, double weight);
  // After all that was found: what is believed of all that hangs together with it.
  void settle();

  // Arrivals that are likelier the intruder's than not, those that hang together as one; by time each.
  struct Believed {
    std::vector<ArrivalId> arrivals;
    double odds = 0;        // of the surest
    HostId screen = kNone;  // where it began, if that was at a host's screen
    std::int64_t since = 0;
  };
  [[nodiscard]] std::vector<Believed> believed() const;
  [[nodiscard]] double odds(ArrivalId id) const;  // of one that is in the forest; else a very small number

 private:
  using NodeId = std::uint32_t;
  struct Node {
    Stay stay;
    NodeId parent = kRoot;
    std::vector<NodeId> children{};
    double chance = 0;  // that whoever is in the parent does this
    double own = 0, seeds = 0;
    double manner = 0;  // whether it fits what this intruder does elsewhere
    double up = 0, odds = 0;
    double gave = 0;         // to what is believed of the parent
    std::int64_t since = 0;  // what was found first; of a screen
    std::int64_t acted = 0;  // what was found last, and what it counts
    double act = 0;
    bool expanded = false, rooted = false;
    bool found = false;  // something, in it or below
    bool sure = false;   // likelier the intruder's than not
    bool exact = false;  // which stay it hangs on is in a record
  };
  static constexpr NodeId kRoot = ~NodeId{0};
  static constexpr double kOddest = 6;  // that an arrival by itself can be

  // Of a screen: the node of the host's screen that there is, if it can be the same account's.
  [[nodiscard]] Stay known_as(const Stay& stay) const;
  NodeId node_of(const Stay& stay);
  [[nodiscard]] double heat(NodeId id) const;
  [[nodiscard]] const Origin* best_of(const std::vector<Origin>& origins, std::int64_t time) const;
  void root(NodeId id);
  [[nodiscard]] double while_taken(const Node& stay, const Node& child) const;
  void hang(NodeId child, const Origin& origin);
  void expand(NodeId id);
  void join_bursts();
  // With what is believed so far (manner.cc).
  void learn_manner();
  [[nodiscard]] bool left_nothing(const Node& node) const;
  void weigh_traces();
  void weigh_jobs();
  [[nodiscard]] std::int64_t busy_until(const Node& stay) const;
  void weigh_departures(const Node& stay);
  void adopt();
  void hang_anew();
  void take_unwatched();
  void grow();
  void propagate();
  double from_children(const Node& node);
  [[nodiscard]] double message_up(const Node& child) const;
  [[nodiscard]] double given(const Node& child, double parent_odds) const;
  [[nodiscard]] NodeId held_before(const Node& node) const;
  [[nodiscard]] bool is_above(NodeId node, NodeId other) const;

  const Arrivals& arrivals_;
  const Clocks& clocks_;
  const Suspicion& suspicion_;
  const Stays& stays_;
  const LogCover& processes_;
  std::vector<Node> nodes_;
  std::map<Stay, NodeId> by_stay_;
  std::vector<NodeId> waiting_;
  std::size_t looked_ = 0;
};

}  // namespace hoptrace::hops
