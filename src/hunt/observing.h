// What a case shows of who it was: the observations that a judge (assess/attribution/judgement.h) weighs.
//
// Where from: techniques and software that the rules of grave findings name in their tags, and what those rules say
// outright (`hoptrace.<kind>.<id>`); indicators that were seen, and the malware that their lists name; the shape and
// the hours of traced intrusions; whom they reached (sector). Where an intrusion was traced, only findings on its
// hosts count: what else lies in a log is not its doing. Of one tenant: what that tenant's own evidence shows.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "assess/attribution/observation.h"
#include "base/result.h"
#include "cases/reading.h"
#include "indicators/indicator_index.h"
#include "tenants/tenants.h"

namespace hoptrace::hunt {

// `tenant`: of this one alone; none: of all together.
[[nodiscard]] base::Result<std::vector<assess::Observation>> observations(
    cases::Reading& reading, const tenants::Tenants& tenants, const indicators::IndicatorIndex& indicators,
    std::optional<std::string_view> tenant);

}  // namespace hoptrace::hunt
