// Evaluates a RuleSet's correlations from a case.
//
// After a hunt has committed its matches (and at any later time): evaluate() sorts the matches that came since the
// last evaluation into their groups, and computes those groups anew that changed, correlations before the ones that
// refer to them. The findings are written into the case as those of any rule (RuleKind::kCorrelation); what later
// evidence corrects is superseded, with a line in the audit. Killed, it goes on where it was. Memory: one window.
//
// A finding stands at its last match (artifact, offset, host, time); `matched` holds the group's values and what was
// computed, under the name of the correlation's type; its parts are the matches of its window (windows.h).
#pragma once

#include <cstdint>
#include <vector>

#include "cases/case.h"
#include "cases/correlations.h"
#include "rules/rule_set.h"

namespace hoptrace::correlate {

struct Evaluation {
  std::uint64_t groups = 0;                           // computed anew
  std::uint64_t kept = 0, added = 0, superseded = 0;  // findings of those groups
  std::uint64_t groupless = 0;                        // matches, over all correlations, that lack a group-by field
};

// `rule_rows` and `correlation_rows` are the case's rows, parallel to rules.rules and rules.correlations.
[[nodiscard]] base::Result<Evaluation> evaluate(cases::Case& hunted, const rules::RuleSet& rules,
                                                const std::vector<cases::RuleRow>& rule_rows,
                                                const std::vector<cases::RuleRow>& correlation_rows, base::Time now);

}  // namespace hoptrace::correlate
