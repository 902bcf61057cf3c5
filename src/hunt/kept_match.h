// KeptMatch: a match, as far as the case wants to know of it. It is made once for all records with the same values:
// records that repeat each other share its texts (cases/finding.h).
#pragma once

#include <cstdint>
#include <optional>

#include "cases/finding.h"
#include "hunt/equipment.h"
#include "match/match.h"

namespace hoptrace::hunt {

struct KeptMatch {
  std::uint32_t rule = 0;  // as in match::Match
  rules::LaneId lane{};
  bool certain = true;
  std::optional<std::size_t> left_out;  // by this row of the allow list
  cases::SharedDetail detail;           // where the rule's matches are findings
};

[[nodiscard]] KeptMatch kept_match(const Equipment& equipment, const match::Match& match);

}  // namespace hoptrace::hunt
