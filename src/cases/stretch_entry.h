// A finding that is written out, entered into a stretch: for who has few of them. (Who has many enters NewFinding
// itself, and what they share once.)
#pragma once

#include "cases/finding.h"

namespace hoptrace::cases {

void enter(const FindingRow& finding, Stretch& stretch);

// The number of `level` in `stretch`, added where it is new.
[[nodiscard]] std::uint8_t level_in(Stretch& stretch, std::string_view level);

}  // namespace hoptrace::cases
