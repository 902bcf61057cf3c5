// Explain: why a rule matched a record or did not, part by part, for `hoptrace rules explain`.
//
// A result, not a text: whoever shows it escapes it (values are the attacker's) and chooses what to leave out. It is
// made by the same evaluator that hunts, but asks every part, also those that the verdict did not need.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "event/event.h"
#include "match/evaluate.h"
#include "match/match.h"
#include "rules/rule_set.h"

namespace hoptrace::match {

struct ItemExplanation {
  std::uint32_t item = 0;  // index into Rule::items
  std::string source;      // "CommandLine|contains" as written; "keyword" for keywords
  int line = 0;
  Verdict verdict = Verdict::kFalse;
  bool field_unknown = false;        // the lane can never have the field
  std::vector<std::string> held_on;  // of a true item: the values that made it so; empty text where there was none
  std::vector<std::string> seen;     // of any other: the values that are there (not those that are null)
};

struct SelectionExplanation {
  std::string name;  // the search identifier; "condition" for parts that stand in none
  int line = 0;
  Verdict verdict = Verdict::kFalse;
  std::vector<ItemExplanation> items;  // in the order of the rule
};

struct LaneExplanation {
  rules::LaneId lane{};
  std::string name;
  Verdict verdict = Verdict::kFalse;  // of the condition
  bool match = false;                 // certain where the verdict is true, else uncertain
  std::vector<std::string> missing;   // on which an unknown verdict hangs
  std::vector<SelectionExplanation> selections;
};

struct Explanation {
  // The lanes on which the rule was asked: those of the rule that the record belongs to.
  std::vector<LaneExplanation> lanes;
  // Where there is none: the lanes of the one and of the other, by name, to show what does not fit.
  std::vector<std::string> lanes_of_rule, lanes_of_record;
};

// `rule` is an index into the set's rules.
[[nodiscard]] Explanation explain(const std::shared_ptr<const CompiledRules>& rules, std::uint32_t rule,
                                  const event::Event& event);

}  // namespace hoptrace::match
