// Placeholders: %name% in the value of an |expand item. Source: Sigma rules specification 2.1, "Placeholders".
//
// They are filled in before any other modifier works, whatever the order in which the modifiers are written: a list
// for %hosts% means that each of its values might as well have been written in the rule. A value of a list may hold
// wildcards. `\%` is a plain percent sign. The values of one placeholder are alternatives, even under |all.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "rules/fault.h"
#include "rules/rule_set.h"

namespace hoptrace::rules {

// `written` with every combination of values filled in, still with its escapes. Names without a value go to
// `missing`, and then nothing comes back. At most `limit` texts.
[[nodiscard]] Parsed<std::vector<std::string>> fill_placeholders(std::string_view written,
                                                                 const PlaceholderValues& values, std::size_t limit,
                                                                 std::set<std::string>& missing);

}  // namespace hoptrace::rules
