// Whether that a pattern held is a reason to think of its rule where the rule also asks for something unseen.
//
// A text that may stand anywhere in a value and is short (" -e", "/s", ":\") stands in many values by chance: beside
// an unknown it says nothing. A text at a value's end or start, a whole value, a number, a network each say
// something.
#pragma once

#include "rules/rule.h"

namespace hoptrace::match {

constexpr std::size_t kTellingText = 5;  // bytes of a text that is no chance

[[nodiscard]] bool telling(const rules::Pattern& pattern);

}  // namespace hoptrace::match
