// Cost: what a breach can cost, where something published says so; else that it cannot be stated. No figure here is
// an estimate of ours: only ceilings of fines, which laws name, follow from what tenants.yaml knows.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>

namespace hoptrace::assess::impact {

[[nodiscard]] nlohmann::ordered_json cost(std::optional<double> turnover_eur, bool msp);

}  // namespace hoptrace::assess::impact
