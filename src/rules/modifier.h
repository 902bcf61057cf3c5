// Modifiers: what stands behind the field name in "CommandLine|contains|all".
//
// One table (modifier.cc) has a row for each: its name, which kinds of value it takes, what it cannot stand beside
// and why, and the function that does its work on a Draft. Source: Sigma modifiers appendix 2.1; ignorecase,
// multiline and dotall are pySigma's long names for i, m and s.
//
// Order: apply_modifiers() once, as the modifiers are written; make_patterns() (pattern.h) turns the Draft into what
// match evaluates. Modifiers that only say how to compare (all, cased, contains…) are noted in the Draft, so that
// their order makes no difference; those that transform the text (windash, utf16*, base64*) work in turn.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/yaml.h"
#include "rules/fault.h"
#include "rules/glob_text.h"
#include "rules/placeholder.h"

namespace hoptrace::rules {

// What the values are taken for.
enum class Subject : std::uint8_t { kPlain, kRegex, kCidr, kExists, kCompare, kFieldReference };

// One value of the item: what was written, and the texts that it has become.
struct DraftValue {
  const base::Yaml* written = nullptr;
  std::vector<std::string> raw;  // as written, placeholders filled in
  std::vector<Parts> texts;      // `raw` with wildcards told from text; only for values that are text
};

struct Draft {
  std::string field;  // empty: keyword
  std::vector<DraftValue> values;
  bool all = false, negated = false, cased = false;
  Placement placement = Placement::kWhole;
  Subject subject = Subject::kPlain;
  Comparison comparison = Comparison::kEqual;
  bool timed = false;
  TimePart part = TimePart::kHour;
  bool ignore_case = false, multi_line = false, dot_all = false;  // of kRegex
};

// One kind of modifier each; of most kinds an item can have one.
using Family = std::uint32_t;

struct Modifier {
  std::string_view name;
  Family family;
  std::uint32_t takes;       // kinds of value, a bit for each base::Yaml::Kind
  Family beside;             // families it may stand with, in any order
  Family not_after;          // of those: families that must not stand before it
  std::string_view meaning;  // "the value is an address range": why it excludes what it excludes
  // Changes `draft`; a reason why not, or an empty text.
  std::function<std::string(Draft& draft)> apply;
};
[[nodiscard]] std::span<const Modifier> modifiers();

// `names` in the order of the rule. Values must be filled in with `written`, `raw` and `texts`.
[[nodiscard]] Parsed<void> apply_modifiers(const std::vector<std::string_view>& names, Draft& draft, int line);

// Whether `names` has |expand: placeholders are filled in before apply_modifiers().
[[nodiscard]] bool expands(const std::vector<std::string_view>& names);

}  // namespace hoptrace::rules
