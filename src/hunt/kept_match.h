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
  bool finding = false;     // it is one, unless it is left out
  bool correlated = false;  // correlations refer to it: the case wants more of the record than a finding says
  rules::Level level = rules::Level::kInformational;  // the rule's, or one lower where uncertain
  std::optional<std::size_t> left_out;                // by this row of the allow list
  cases::SharedDetail detail;                         // of a finding that is not left out

  // What it holds in memory.
  [[nodiscard]] std::size_t bytes() const {
    const std::size_t texts =
        detail == nullptr ? 0
                          : sizeof *detail + detail->matched.size() + detail->missing.size() + detail->context.size();
    return sizeof *this + texts;
  }
  // Leaves little doubt about the record: a seed of tracing.
  [[nodiscard]] bool grave() const { return finding && certain && level >= rules::Level::kHigh; }
};

[[nodiscard]] KeptMatch kept_match(const Equipment& equipment, const match::Match& match);

}  // namespace hoptrace::hunt
