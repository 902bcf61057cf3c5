// The condition: search identifiers joined by words. Source: Sigma rules specification 2.1, "Condition".
//
// Precedence, weakest first: or, and, not, "1 of" / "any of" / "all of", brackets. A pattern (`sel*`, `*_x`, `a*b`)
// means the identifiers it matches; `them` means all. Identifiers that start with `_` are left out unless the pattern
// starts with `_` itself (the specification says so of `them`, pySigma of every pattern). Words are taken in any
// case. A count other than one (`2 of selection*`) is in no grammar of the specification and pySigma refuses it: so
// do we. The pipe (`| count() by x > 5`, `| near y`) is refused: correlation rules took its place.
#pragma once

#include <span>
#include <string_view>

#include "rules/fault.h"
#include "rules/rule.h"
#include "rules/tree_builder.h"

namespace hoptrace::rules {

[[nodiscard]] Parsed<NodeId> parse_condition(std::string_view text, int line, std::span<const Selection> selections,
                                             TreeBuilder& tree);

}  // namespace hoptrace::rules
