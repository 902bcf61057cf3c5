// Chains: matches of a temporal_ordered correlation's rules in the order in which the rules stand.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "correlate/windows.h"

namespace hoptrace::correlate {

// Matches of one instant in the order in which they count: each log's records by record id; between logs, whichever
// has the match of the earlier rule goes first. All matches of one record stay together.
[[nodiscard]] std::vector<Item> order_ties(std::vector<Item> ties);

// A match as a link of a chain; `before` is the link before it, or -1.
struct Link {
  std::size_t item = 0;
  std::int64_t before = -1;
};

// For each length, the latest time at which a chain of that length began, over all matches so far. A window that
// begins at f holds a chain of length n exactly if such a chain began at f or later: asked in the same step for any
// window, and each match costs no more than the number of rules squared.
class ChainStarts {
 public:
  // With `links`, every best chain can be walked back through it (and it grows with the matches).
  explicit ChainStarts(std::size_t rules, std::vector<Link>* links = nullptr);

  void add(const Item& item);  // in order
  [[nodiscard]] std::size_t longest_since(base::Time first) const;
  [[nodiscard]] std::size_t longest() const { return longest_since({kNone + 1}); }
  // The last link of the first longest chain there was (of those ending together, the latest that began).
  [[nodiscard]] std::int64_t link_of_longest() const { return longest_link_; }

 private:
  struct Start {
    std::int64_t time = kNone;
    std::int64_t link = -1;
  };
  using Starts = std::vector<Start>;  // by length, less one
  static constexpr std::int64_t kNone = std::numeric_limits<std::int64_t>::min();

  [[nodiscard]] Starts starts_ending_with(const Item& item);
  void settle();

  std::vector<Link>* links_;
  std::vector<Starts> ending_with_;                        // by rule: chains that end with a match of it
  std::vector<std::pair<std::uint32_t, Starts>> pending_;  // of the record being added: it does not follow itself
  Item last_;
  std::size_t added_ = 0;
  std::size_t longest_ = 0;
  std::int64_t longest_link_ = -1;
};

// The chain of ChainStarts::link_of_longest() over all of `items`.
[[nodiscard]] std::vector<Item> longest_chain(std::vector<Item> items, std::size_t rules);

}  // namespace hoptrace::correlate
