// Scenarios: training fleets with an intrusion in them, and the truth beside it. One row each in scenario.cc.
//
// simulate() writes FOLDER/evidence/ (what a responder would hold, with tenants.yaml) and FOLDER/truth.json (what
// happened, for whoever grades). The same name and seed give the same bytes.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "simulate/fleet_log.h"

namespace hoptrace::simulate {

struct Scenario {
  std::string_view name;
  std::string_view title;
  std::string_view tenants_yaml;
  void (*play)(FleetLog& fleet, nlohmann::ordered_json& truth);
};
[[nodiscard]] std::span<const Scenario> scenarios();

// The form of the logs: as the scenario's organisations collect them, or all in one form (the same records either
// way).
enum class Logs { kAsCollected, kEvtx, kJson };

[[nodiscard]] base::Result<void> simulate(std::string_view scenario, std::uint64_t seed, Logs logs,
                                          const std::string& folder);

}  // namespace hoptrace::simulate
