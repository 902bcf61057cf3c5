// Posture at the end of a hunt: what the case holds of facts, counts, logs, hops and findings, translated for
// assess/posture, and its answer as documents of the case.
#pragma once

#include "hunt/assessing.h"

namespace hoptrace::hunt {

[[nodiscard]] base::Result<std::vector<cases::AssessmentRow>> assess_posture(const AssessInput& input);

}  // namespace hoptrace::hunt
