// Measures: what a judge is graded by, closed (the group is among the known) and open (it is not, in part of the
// cases).
#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

namespace hoptrace::bench {

// What one judge says of one held-out report, with its group known and with it unknown.
struct Answer {
  std::size_t rank = 0;                 // of the right group among all, from 0; with the group known
  double probability = 0, removed = 0;  // of the first group, in the two worlds
  bool right = false;                   // of the first; where the group is not known, nobody is
  bool named = false, removed_named = false;
};

struct Measures {
  std::array<double, 4> top{};  // 1, 3, 5, 10
  double ece = 0, ece_low = 0, ece_high = 0, brier = 0;
  double coverage = 0, precision = 0;                // at a probability of 0.8 and more
  double named = 0, wrongly = 0, removed_named = 0;  // removed_named: of the cases whose group is not known
};

// How often the answers in one of PHIA's bands were right.
struct BandHits {
  std::string_view words;
  double cases = 0, probability = 0, right = 0;  // weighted; means within the band
};
[[nodiscard]] std::vector<BandHits> band_hits(const std::vector<Answer>& answers);

// Both worlds of each report weigh as often as they come (kUnknownShare), so that no draw decides. The interval is
// that of 1,000 resamples of the reports.
[[nodiscard]] Measures measure(const std::vector<Answer>& answers);

}  // namespace hoptrace::bench
