// Judging at the end of a hunt, when everything is in the case: one row an assessor, each of which makes documents of
// one kind. They replace those of the last run. Not with --no-hops.
//
// An assessor fills the plain inputs of the room assess from the case and hands its answer back as JSON, one document
// a tenant (or one for all, with an empty tenant); what it says of one tenant names no other.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "cases/case.h"
#include "cases/reading.h"
#include "hunt/equipment.h"
#include "hunt/hunt.h"

namespace hoptrace::hunt {

struct AssessInput {
  cases::Reading& reading;
  const tenants::Tenants& tenants;
  const indicators::IndicatorIndex& indicators;
  const HuntOptions& options;  // content folder, now()
};

struct Assessor {
  std::string_view kind;  // of the export
  base::Result<std::vector<cases::AssessmentRow>> (*assess)(const AssessInput& input);
};

[[nodiscard]] std::span<const Assessor> assessors();

[[nodiscard]] base::Result<void> assess(cases::Case& kept, const Equipment& equipment, const HuntOptions& options);

}  // namespace hoptrace::hunt
