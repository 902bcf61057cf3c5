// Tracing at the end of a hunt: all facts in the case, of this run and of earlier ones, to hops and intrusions, which
// replace those of the last run. Seeds are what else the case holds of this: certain findings of high and critical
// level.
#pragma once

#include "cases/case.h"
#include "hunt/equipment.h"

namespace hoptrace::hunt {

[[nodiscard]] base::Result<HopTotals> trace_hops(cases::Case& kept, const Equipment& equipment);

}  // namespace hoptrace::hunt
