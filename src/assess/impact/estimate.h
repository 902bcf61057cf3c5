// Estimate: how many bytes went somewhere, from those that were seen and the share of flows that the sensors kept.
//
// Seen bytes are the floor. What was lost is drawn twice over: how many flows (negative binomial, given how many were
// seen and the share kept; fewer doubts where another log counted them), and how large they were (as those that were
// seen, with a wide spread while few were). `best` is the median of it, `low` and `high` hold 90%. Method and limits:
// docs/impact.md.
#pragma once

#include <cstdint>

namespace hoptrace::assess::impact {

// The share of flows that the sensors' logs hold.
struct Kept {
  double share = 1;   // (0, 1]
  double spread = 0;  // standard error of it
  bool measured = false;
};

// What the sensors' logs hold of one place that bytes went to.
struct Seen {
  double flows = 0, bytes = 0, squares = 0;  // of flows with known sizes; squares: sum of bytes²
  double unsized = 0;                        // flows that another log knows of, or whose size the log does not have
  double missed = 0;                         // bytes within seen flows that the sensor did not see
  // Of the flows here, those that a host's own log has, too: how much of all it tells. 0: it tells nothing.
  double told_by_host = 0;
};

struct Range {
  double low = 0, best = 0, high = 0;
  bool sized = false;  // false: no flow's size is known; the three say nothing
};

[[nodiscard]] Range estimate(const Seen& seen, const Kept& kept);

}  // namespace hoptrace::assess::impact
