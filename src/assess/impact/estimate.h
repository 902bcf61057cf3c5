// Estimate: how many bytes went somewhere, from those that were seen and the share of flows that the sensors kept.
//
// Seen bytes are the floor. What was lost is drawn, always the same way: how many flows (negative binomial, given how
// many were seen and the share kept; where a host's own log counts its flows, what that says), and how large each was
// (log-normal, its mean and spread learnt from the flows seen there, from other hosts' flows to the same place, and
// from all flows where both are few). `best` is the median, `low` and `high` hold 90%. docs/impact.md.
#pragma once

#include <span>

namespace hoptrace::assess::impact {

// The share of flows that the sensors' logs hold.
struct Kept {
  double share = 1;   // (0, 1]
  double spread = 0;  // standard error of it
  bool measured = false;
};

// What the sensors' logs hold of one host's flows to one place.
struct Seen {
  double flows = 0, bytes = 0, squares = 0;  // of flows with known sizes; squares: sum of bytes²
  double unsized = 0;                        // flows that another log knows of, or whose size the log does not have
  double missed = 0;                         // bytes within seen flows that the sensor did not see
  // Of the host's flows, the share that its own log has, too. 0: it tells nothing.
  double told_by_host = 0;
};

// Sizes of flows on a log scale, gathered from counts: the flows of an hour are taken for log-normal ones.
struct LogSizes {
  double flows = 0, sum = 0, squares = 0;  // of logarithms
  double biggest = 0;                      // mean size of an hour's flows, at most
  void add(double count, double bytes, double bytes_squared);
  void join(const LogSizes& more);
  void leave(const LogSizes& part);  // that was added before
  [[nodiscard]] double mean() const { return flows > 0 ? sum / flows : 0; }
  [[nodiscard]] double variance() const;  // of the sample; 0 for fewer than two
};

// Sizes of flows: there from the reached hosts; there from anybody, and before; anywhere.
struct Sizes {
  LogSizes own, others, all;
};

struct Range {
  double low = 0, best = 0, high = 0;
  bool sized = false;  // false: no flow's size is known; the three say nothing
};

// Of the flows of some hosts to one place.
[[nodiscard]] Range estimate(std::span<const Seen> hosts, const Sizes& sizes, const Kept& kept);

}  // namespace hoptrace::assess::impact
