// CompiledPattern: what one value of an item asks, made ready: text folded, expressions compiled, names resolved.
//
// What each pattern means (sources: sigma-rules-specification and sigma-appendix-modifiers 2.1.0; where they are
// silent, the choice is ours and stands here):
//   Glob          the value's text as Windows shows it, whole, without regard to case (Unicode simple folding) unless
//                 |cased. A value that is null has no text: not even `*` holds for it.
//   NumberEquals  a number of that value, text that is the same number in decimal, or the text as the rule has it.
//                 Hexadecimal is text here: 0x1f4 is not 500, in EVTX no more than in JSON. From 2^53 on, where a
//                 double is no longer exact, only the same digits are equal.
//   BoolEquals    true and false, also as text, and 1 and 0.
//   IsNull        the field is absent, or one of its values is null. The empty text is not null.
//   Exists        the field is there (or not), whatever it holds.
//   Regex         found anywhere in the value's text; bounded (regex.h).
//   Cidr          an address within the network (network.h).
//   Compare       by number; hexadecimal text (0x…) counts as its number, other text as none.
//   TimeCompare   a part of a date by its own clock (clock.h).
//   FieldReference  any value of the field against any value of the other, by text; null is equal to nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "match/glob.h"
#include "match/match.h"
#include "match/readings.h"
#include "match/regex.h"
#include "rules/rule.h"

namespace hoptrace::match {

struct NumberPattern {
  double value = 0;
  std::string folded;  // as the rule has it
};
struct ReferencePattern {
  event::FieldId field = event::FieldId::kOther;
  std::string name;
  rules::Placement placement = rules::Placement::kWhole;
  bool cased = false;
};
// An expression that PCRE2 does not take. The rules' reader refuses those; built by hand, it is never found.
struct NeverPattern {};

using CompiledPattern =
    std::variant<CompiledGlob, NumberPattern, rules::BoolEquals, rules::IsNull, rules::Exists, Regex, rules::Cidr,
                 rules::Compare, rules::TimeCompare, ReferencePattern, NeverPattern>;

// `reference` is the field that a FieldReference names.
[[nodiscard]] CompiledPattern compile(const rules::Pattern& pattern, event::FieldId reference);

// What one thread needs to ask patterns, and what it counts.
struct PatternScratch {
  RegexScratch regex;
  std::uint64_t limits_hit = 0;  // of other bounds than the expressions' own
};

// The number that a value is, or reads as.
[[nodiscard]] std::optional<double> number_of(std::uint32_t reading, Readings& readings);

struct Hit {
  Verdict verdict = Verdict::kFalse;
  std::optional<std::uint32_t> reading;  // of kTrue: the first value that held, where one did
};
// Whether `pattern` holds for a field whose values are `range` (and that is known).
[[nodiscard]] Hit ask(const CompiledPattern& pattern, Readings::Range range, Readings& readings,
                      PatternScratch& scratch);

}  // namespace hoptrace::match
