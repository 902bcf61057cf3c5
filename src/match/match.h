// Match: a rule's verdict on a record, with what made it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "event/event.h"
#include "match/rule_costs.h"
#include "rules/rule_set.h"

namespace hoptrace::match {

// Kleene's three values: kUnknown where the verdict hangs on a field that this source cannot have.
enum class Verdict : std::uint8_t { kFalse, kUnknown, kTrue };

struct Match {
  std::uint32_t rule = 0;  // index into RuleSet::rules
  rules::LaneId lane{};
  bool certain = true;
  // What held, in the order of the rule: the field as the rule names it ("keyword" for keywords) and the record's
  // text.
  std::vector<std::pair<std::string, std::string>> matched;
  std::vector<std::string> missing;  // of an uncertain match: the fields that this source cannot have
};

// A record gives a rule at most one match (the best over its lanes: certain before uncertain, then table order),
// and matches come in the order of RuleSet::rules. An unknown verdict is a match only if something positive held
// beside the unknown: a rule of which nothing could be seen says nothing (evaluate.h).
class Matcher {
 public:
  virtual ~Matcher() = default;
  virtual void match(const event::Event& event, std::vector<Match>& out) = 0;
  // The lanes that the record matched last belongs to: which log sources the evidence really has.
  [[nodiscard]] virtual const std::vector<rules::LaneId>& lanes() const = 0;
  // How many answers were given up at a bound so far (a regular expression that ran into its limits): each was taken
  // as "does not hold", so a match may have been lost there, and whoever hunts must say so.
  [[nodiscard]] virtual std::uint64_t limits_hit() const = 0;
  // From here on, counts what each rule costs; `costs` has an element a rule and outlives the matcher. Null: no more.
  virtual void count_costs(RuleCosts* costs) = 0;
};

}  // namespace hoptrace::match
