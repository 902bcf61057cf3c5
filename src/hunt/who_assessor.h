// The assessor `judgement`: who it was, for all tenants together, and for each from what its own evidence shows.
#pragma once

#include <vector>

#include "hunt/assessing.h"

namespace hoptrace::hunt {

[[nodiscard]] base::Result<std::vector<cases::AssessmentRow>> assess_who(const AssessInput& input);

}  // namespace hoptrace::hunt
