// Record keeping: at the end of a hunt, the records that the path rests on are kept whole in the case, so that a
// report needs no evidence: those of the hops of intrusions first, then those of grave findings, the ones on hosts of
// an intrusion before others. What an earlier run kept and is still wanted stays as it is, also where the evidence of
// that run is not at hand now.
#pragma once

#include "cases/case.h"
#include "hunt/equipment.h"
#include "hunt/inventory.h"
#include "hunt/record_fetch.h"

namespace hoptrace::hunt {

// At most so many; of them at most kMostOfFindings for findings alone.
constexpr std::size_t kMostKeptRecords = 20'000, kMostOfFindings = 1'000;

[[nodiscard]] base::Result<void> keep_records(cases::Case& kept, const Equipment& equipment,
                                              const Inventory& inventory, const EvidencePlace& place);

}  // namespace hoptrace::hunt
