// What became of the rules that found nothing because they could not: refused, waiting for values, or idle (none of
// the records in the case belongs to their log source).
#pragma once

#include "base/result.h"
#include "cases/case.h"
#include "hunt/equipment.h"

namespace hoptrace::hunt {

[[nodiscard]] base::Result<void> note_rule_states(const Equipment& equipment, cases::Case& kept);

}  // namespace hoptrace::hunt
