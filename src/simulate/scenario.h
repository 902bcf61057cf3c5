// Scenarios: training fleets with intrusions in them (or none), and the truth beside them. One row each in
// scenario.cc.
//
// simulate() writes FOLDER/evidence/ (what a responder would hold, with tenants.yaml), FOLDER/truth.json (what
// happened, for whoever grades) and, of a fleet, FOLDER/passages.csv (everybody's comings and goings). The same
// options give the same bytes.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "simulate/fleet_log.h"
#include "simulate/plots.h"
#include "simulate/traffic.h"

namespace hoptrace::simulate {

// A story: a small fleet of fixed hosts, told minute by minute.
struct Story {
  std::string_view tenants_yaml;
  void (*play)(FleetLog& fleet, nlohmann::ordered_json& truth);
};

struct Scenario {
  std::string_view name;
  std::string_view title;
  void (*plot)(World& world, const IntruderOptions& options, Intruders& intruders);
  Story story;  // told where no size of fleet is asked for; none: `play` is null
};
[[nodiscard]] std::span<const Scenario> scenarios();

// The form of the logs: as the scenario's organisations collect them, or all in one form (the same records either
// way).
enum class Logs { kAsCollected, kEvtx, kJson };

struct SimulateOptions {
  std::string scenario = "cloud-hopper";
  std::uint64_t seed = 1;
  Logs logs = Logs::kAsCollected;
  std::optional<std::uint64_t> plan_seed;  // of names, addresses and accounts, apart from what happens
  std::optional<FleetSize> fleet;          // none: the scenario's story, or else a fleet of one client
  IntruderOptions intruder;
  int lose_percent = 0;     // of channels and sensors' files
  int skew_minutes = 0;     // how far a host's clock may be off
  bool clear_logs = false;  // the intruder empties security logs
  bool posture = false;     // faults of posture are planted; truth.json has them under "posture"
  TrafficOptions traffic;   // to the outside; then FOLDER/traffic.csv has every flow
};

[[nodiscard]] base::Result<void> simulate(const SimulateOptions& options, const std::string& folder);

}  // namespace hoptrace::simulate
