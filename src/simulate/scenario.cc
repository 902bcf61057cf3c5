#include "simulate/scenario.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "simulate/cloud_hopper.h"
#include "simulate/fleet_truth.h"
#include "simulate/habits.h"
#include "simulate/posture.h"

namespace hoptrace::simulate {
namespace {

constexpr std::array kScenarios{
    Scenario{"cloud-hopper",
             "From a provider's administrator into its clients' servers, as in 2016",
             plot_cloud_hopper,
             {kCloudHopperTenants, play_cloud_hopper}},
    Scenario{"rmm-push", "Through the provider's remote management onto clients' hosts", plot_rmm_push, {}},
    Scenario{"gdap", "Through delegated administration of clients' cloud directories", plot_gdap, {}},
    Scenario{
        "client-to-msp-to-client", "From one client through the provider into another", plot_client_to_client, {}},
    Scenario{"two-intruders", "Two intrusions at once that know nothing of one another", plot_two_intruders, {}},
    Scenario{"quiet-insider", "An administrator of the provider where the job is not", plot_quiet_insider, {}},
    Scenario{"benign", "An ordinary week, and nobody in it who should not be", plot_benign, {}},
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

void form(FleetLog& logs, Logs form) {
  if (form != Logs::kAsCollected) logs.forward_all(form == Logs::kJson);
}

base::Result<void> tell_story(const Scenario& row, const SimulateOptions& o, const std::string& folder) {
  FleetLog fleet(o.seed);
  nlohmann::ordered_json truth{{"scenario", row.name}, {"seed", o.seed}};
  row.story.play(fleet, truth);
  form(fleet, o.logs);
  if (auto saved = fleet.save(folder + "/evidence"); !saved) return saved;
  if (auto saved = save_text(folder + "/evidence/tenants.yaml", row.story.tenants_yaml); !saved) return saved;
  return save_text(folder + "/truth.json", truth.dump(2) + "\n");
}

// On some hosts that the intruder came to, the security log is emptied an hour or so behind the last act.
void clear_some(World& world, const Intruders& intruders, Losses& losses) {
  for (const auto& intruder : intruders) {
    for (const TruthHop& hop : intruder->hops) {
      if (losses.cleared.contains(hop.to) || hop.method == "gdap" || !world.dice.chance(40)) continue;
      const base::Time at{intruder->last().ticks + world.dice.between(60, 4'000) * base::Time::kTicksPerSecond};
      clear_log(world, hop.to, at, world.system(hop.to));
      losses.cleared.emplace(hop.to, world.local(hop.to, at));
    }
  }
}

void lose_some(World& world, int percent, Losses& losses) {
  if (percent == 0) return;
  for (const auto& [host, channel] : world.logs.channels()) {
    if (!world.dice.chance(percent)) continue;
    const auto index = static_cast<HostIndex>(host - world.logs.hosts().data());
    losses.channels.emplace(world.plan.machines[index].organisation, index, channel);
    world.logs.drop(*host, channel);
  }
  for (const auto& [tenant, file] : world.sensors.files()) {
    if (!world.dice.chance(percent)) continue;
    const auto& all = world.plan.organisations;
    const auto of = std::find_if(all.begin(), all.end(), [&](const Organisation& o) { return o.tenant == tenant; });
    losses.channels.emplace(static_cast<OrganisationIndex>(of - all.begin()), kNobody, file);
    world.sensors.drop(tenant, file);
  }
}

void set_clocks(Plan& plan, int minutes, Dice& dice) {
  if (minutes == 0) return;
  for (Machine& m : plan.machines) m.skew = dice.between(-minutes * 60'000, minutes * 60'000) * 10'000;
}

base::Result<void> play_fleet(const Scenario& row, const SimulateOptions& o, const std::string& folder) {
  Dice dice(o.plan_seed.value_or(o.seed));
  FleetSize size = o.fleet.value_or(FleetSize{});
  size.two_controllers = o.posture;
  Plan plan = plan_fleet(size, dice);
  std::optional<PostureFaults> posture;
  if (o.posture) posture.emplace(plan, o.seed);
  set_clocks(plan, o.skew_minutes, dice);
  World world(std::move(plan), o.seed);
  plan_habits(world);
  plan_decoys(world);
  plan_noise(world);
  Intruders intruders;
  row.plot(world, o.intruder, intruders);
  if (posture) posture->plan(world);
  world.run();
  if (posture) posture->write(world);
  TrafficTruth traffic;
  if (o.traffic.on) traffic = write_traffic(world, intruders, o.traffic, o.seed);
  Losses losses;
  if (o.clear_logs) clear_some(world, intruders, losses);
  lose_some(world, o.lose_percent, losses);
  form(world.logs, o.logs);
  nlohmann::ordered_json truth{{"scenario", row.name}, {"seed", o.seed}};
  truth.update(fleet_truth(world, intruders, losses));
  if (posture) truth["posture"] = posture->truth(world);
  if (o.traffic.on) truth["traffic"] = traffic_json(world, traffic);
  const std::string evidence = folder + "/evidence";
  if (auto saved = world.logs.save(evidence); !saved) return saved;
  if (auto saved = world.sensors.save(evidence); !saved) return saved;
  if (auto saved = save_text(evidence + "/tenants.yaml", tenants_yaml(world.plan)); !saved) return saved;
  if (o.traffic.on) {
    if (auto saved = save_text(folder + "/traffic.csv", traffic_csv(world, traffic)); !saved) return saved;
  }
  if (auto saved = save_text(folder + "/passages.csv", passages_csv(world)); !saved) return saved;
  return save_text(folder + "/truth.json", truth.dump(1) + "\n");
}

}  // namespace

std::span<const Scenario> scenarios() {
  return kScenarios;
}

base::Result<void> simulate(const SimulateOptions& options, const std::string& folder) {
  const auto row = std::find_if(kScenarios.begin(), kScenarios.end(),
                                [&](const Scenario& s) { return s.name == options.scenario; });
  if (row == kScenarios.end()) return std::unexpected(unknown(options.scenario));
  std::error_code error;
  std::filesystem::create_directories(folder + "/evidence", error);
  if (error) return base::fail(base::Code::kUnreadable, "the folder could not be made: " + error.message(), folder);
  if (row->story.play && !options.fleet) return tell_story(*row, options, folder);
  return play_fleet(*row, options, folder);
}

}  // namespace hoptrace::simulate
