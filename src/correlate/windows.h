// Windows: the heart of Sigma correlation: which windows of one group's matches fulfil a correlation's condition.
//
// Call order: one Windows per group; add() for each match in the order of comes_before(); finish() once. Memory: the
// matches of one window. Pure: the same matches give the same hits, in whatever order the evidence was read.
//
// What a window is. The specification says that events must occur within `timespan` and that this should not be bound
// to fixed boundaries. A *window* is a run of matches whose last is at most `timespan` after its first, and to which
// neither the match before nor the match after could be added (a maximal run). The condition is asked of the whole
// window. So what a part of a window fulfils, its window fulfils as well for gt and gte; and lt, lte, eq, neq and
// ranges speak of all that happened together: the last three of ten logons in a minute are not "fewer than five".
// A window has at least one match: nothing never fires, also not for lt.
//
// What a hit is. Going by time, the first window that fulfils the condition is a hit. Its matches are used up;
// windows are then sought among the matches after it. Thus no match is in two hits of one group, and what goes on
// beyond a timespan is several hits, each with its own matches.
//
// What is computed of a window:
//   event_count       how many matches
//   value_count       how many different values of `field` (several fields: different combinations), without case
//   temporal          how many of the referred rules matched
//   temporal_ordered  how many of the referred rules matched in the order in which they stand: the longest chain of
//                     matches, each later than the one before it. At one instant, records of one log (host and
//                     channel) are in the order of their record ids; between logs no order is known, and the one that
//                     fits the rules is preferred. A record does not follow itself. The hit is the chain alone.
//   value_sum, value_avg, value_median, value_percentile   of the numbers in `field`; a percentile between two
//   numbers
//                     is interpolated (50 is the median). Matches without a number there take no part.
// Sources: sigma-correlation-rules-specification 2.1; pySigma 2 (sigma/correlations.py: types, and that a temporal
// correlation without a condition means all of its rules).
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/time.h"
#include "rules/rule.h"

namespace hoptrace::correlate {

struct Item {  // one match of a member, as its correlation sees it
  std::int64_t id = 0;
  std::uint32_t member = 0;  // position in Correlation::rules
  base::Time time;
  std::string tenant, host, channel;
  std::uint64_t record_id = 0;
  std::string content;              // tells records with the same id apart
  std::vector<std::string> values;  // what value_count counts
  std::vector<double> numbers;      // what the other value types compute with
};

// Time, then tenant, host, channel, record id, content, member: a total order but for copies.
[[nodiscard]] bool comes_before(const Item& a, const Item& b);
[[nodiscard]] bool same_record(const Item& a, const Item& b);

struct Hit {
  std::vector<Item> parts;  // in order
  double value = 0;
  // The part with which a growing window first fulfilled the condition (the last where it could also cease to): when
  // a correlation of correlations takes it to have happened.
  std::size_t reached = 0;
};

class Aggregate;  // aggregate.h

class Windows {
 public:
  Windows(const rules::Correlation& correlation, std::function<void(Hit)> on_hit);
  ~Windows();
  Windows(const Windows&) = delete;
  Windows& operator=(const Windows&) = delete;

  void add(Item item);
  void finish();

 private:
  void take(Item item);
  void take_ties();
  void close_first();
  void report(double value);
  [[nodiscard]] std::size_t reached_in(const std::vector<Item>& parts) const;

  const rules::Correlation& correlation_;
  std::function<void(Hit)> on_hit_;
  std::uint64_t timespan_;  // in ticks
  std::unique_ptr<Aggregate> aggregate_;
  std::deque<Item> window_;
  bool grown_ = false;      // since the last question
  std::vector<Item> ties_;  // of temporal_ordered: matches of one instant, before they are put in order
};

}  // namespace hoptrace::correlate
