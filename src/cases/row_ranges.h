// Rows of rules as a short text: "3 7-12 40". A list keeps its order; rules that were entered together have rows that
// follow each other, so that a set of thousands is a few ranges.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cases/finding.h"

namespace hoptrace::cases {

[[nodiscard]] std::string to_ranges(const std::vector<RuleRow>& rows);
// Never fails: reading ends where the text is none of ours (case files come from strangers too), and at a million
// rows.
[[nodiscard]] std::vector<RuleRow> from_ranges(std::string_view text);

}  // namespace hoptrace::cases
