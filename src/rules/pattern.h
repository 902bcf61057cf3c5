// From a Draft (modifier.h) to the patterns that match evaluates.
#pragma once

#include <vector>

#include "rules/fault.h"
#include "rules/modifier.h"
#include "rules/rule.h"

namespace hoptrace::rules {

// The alternatives that one value of `draft` stands for. A value without modifiers is a Glob if it is text (a number
// or truth value of its own kind, null for absence). A keyword is always text, with `*` at either end, whatever its
// kind; null is no keyword. Under contains and its like a number counts as the text that was written.
[[nodiscard]] Parsed<std::vector<Pattern>> make_patterns(const Draft& draft, const DraftValue& value);

}  // namespace hoptrace::rules
