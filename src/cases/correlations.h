// Correlations: what a case keeps so that correlations can be evaluated from it, again and again as evidence comes.
//
// Call order, for each correlation with what it refers to before it: ingest → for each stale group: items → replace.
// (`correlate` does this; nobody else.) ingest() sorts matches that came since the last time into the correlation's
// groups and marks those groups stale; replace() sets a group's hits against the findings that it has: equal ones
// stay, new ones are added, others are superseded with a line in the audit. Each call is one transaction, and a group
// stays stale until its hits are in: a kill between two calls loses nothing.
//
// A copy of an event (equal tenant, host, channel, record id, time, content and member) is given out once: the copy
// that stands first by path and offset. A match without a time can be in no window and is left out.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "cases/finding.h"

namespace hoptrace::cases {

struct CorrelationMember {
  RuleRow rule = 0;
  bool correlation = false;  // its findings are the matches
};

struct CorrelationGroup {
  std::int64_t id = 0;
  std::string tenant;  // empty: over all tenants
  std::string key;     // what tells groups apart
  Pairs shown;         // the values as read; of those that differ in case only, the first in byte order
};

struct GroupedItem {  // a match, in one of its groups
  CorrelationGroup group;
  std::vector<std::string> values;  // what the correlation computes with
};

struct CorrelationItem {
  std::int64_t id = 0;
  std::uint32_t member = 0;
  std::string tenant;
  EventRef event;  // without provider and event id
  std::vector<std::string> values;
};

struct CorrelationHit {
  std::vector<std::int64_t> parts;  // item ids, in order
  std::int64_t reached = 0;         // the item at which a correlation of this one takes it to have happened
  Pairs matched;                    // group-by values and what was computed
};

struct Replaced {
  std::uint64_t kept = 0, added = 0, superseded = 0;
};

class Correlations {
 public:
  // Says into which groups a match of the member at this position goes.
  using Sort = std::function<std::vector<GroupedItem>(std::uint32_t member, const std::string& tenant, const Pairs&)>;

  virtual ~Correlations() = default;

  // Returns how many matches of this correlation are in no group, over all evidence so far.
  [[nodiscard]] virtual base::Result<std::uint64_t> ingest(RuleRow correlation,
                                                           const std::vector<CorrelationMember>& members,
                                                           const Sort& sort) = 0;
  // The next group after `after` (0: the first) that has changed since its hits were last replaced.
  [[nodiscard]] virtual base::Result<bool> next_stale(RuleRow correlation, std::int64_t after,
                                                      CorrelationGroup& group) = 0;
  // By time, tenant, host, channel, record id, content, member. The callback must not call back.
  [[nodiscard]] virtual base::Result<void> items(const CorrelationGroup& group,
                                                 const std::function<void(const CorrelationItem&)>& each) = 0;
  // `shown`: whether its hits are findings, or only there for another correlation.
  // Runs `evaluate`, which hands over the group's hits in order (it may call items()), in one transaction with what
  // becomes of them. `shown`: whether they are findings, or only there for another correlation.
  using Emit = std::function<void(const CorrelationHit&)>;
  [[nodiscard]] virtual base::Result<Replaced> replace(RuleRow correlation, const CorrelationGroup& group,
                                                       std::string_view level, bool shown, base::Time now,
                                                       const std::function<base::Result<void>(Emit)>& evaluate) = 0;
  // After all groups: findings of this correlation are shown, or kept for another correlation only.
  [[nodiscard]] virtual base::Result<void> show(RuleRow correlation, bool shown) = 0;
};

}  // namespace hoptrace::cases
