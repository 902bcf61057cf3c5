#include "simulate/scenario.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "simulate/cloud_hopper.h"

namespace hoptrace::simulate {
namespace {

constexpr std::array kScenarios{
    Scenario{"cloud-hopper", "From a provider's administrator into a client's file server, 2016", kCloudHopperTenants,
             play_cloud_hopper},
};

base::Result<void> save_text(const std::string& path, std::string_view text) {
  std::ofstream out(path, std::ios::binary);
  out << text;
  out.close();
  if (!out) return base::fail(base::Code::kUnreadable, "the file could not be written", path);
  return {};
}

base::Error unknown(std::string_view name) {
  std::string known;
  for (const Scenario& s : kScenarios) known += (known.empty() ? "" : ", ") + std::string(s.name);
  return {base::Code::kUsage, "there is no scenario \"" + std::string(name) + "\"", {}, "Known are: " + known};
}

}  // namespace

std::span<const Scenario> scenarios() {
  return kScenarios;
}

base::Result<void> simulate(std::string_view scenario, std::uint64_t seed, Logs logs, const std::string& folder) {
  const auto row =
      std::find_if(kScenarios.begin(), kScenarios.end(), [&](const Scenario& s) { return s.name == scenario; });
  if (row == kScenarios.end()) return std::unexpected(unknown(scenario));
  const std::string evidence = folder + "/evidence";
  std::error_code error;
  std::filesystem::create_directories(evidence, error);
  if (error) return base::fail(base::Code::kUnreadable, "the folder could not be made: " + error.message(), evidence);

  FleetLog fleet(seed);
  nlohmann::ordered_json truth{{"scenario", row->name}, {"seed", seed}};
  row->play(fleet, truth);
  if (logs != Logs::kAsCollected) fleet.forward_all(logs == Logs::kJson);
  if (auto saved = fleet.save(evidence); !saved) return saved;
  if (auto saved = save_text(evidence + "/tenants.yaml", row->tenants_yaml); !saved) return saved;
  return save_text(folder + "/truth.json", truth.dump(2) + "\n");
}

}  // namespace hoptrace::simulate
