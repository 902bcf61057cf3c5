// The plan by which an intruder is put out, at the end of a hunt: hops of intrusions, where they began, what of the
// intruder's was spoken to, translated for assess/remediation.
#pragma once

#include "hunt/assessing.h"

namespace hoptrace::hunt {

[[nodiscard]] base::Result<std::vector<cases::AssessmentRow>> assess_remediation(const AssessInput& input);

}  // namespace hoptrace::hunt
