// What the case holds of flows, intrusions and findings, handed to assess/impact; its documents handed back.
#pragma once

#include <string_view>
#include <vector>

#include "hunt/assessing.h"

namespace hoptrace::hunt {

// The action of audit rows in which awareness is recorded; their detail is JSON: tenant, at, by, why.
constexpr std::string_view kAwareAction = "aware";

[[nodiscard]] base::Result<std::vector<cases::AssessmentRow>> assess_impact(const AssessInput& input);

}  // namespace hoptrace::hunt
