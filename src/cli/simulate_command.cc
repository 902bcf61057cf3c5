#include "cli/simulate_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <map>
#include <memory>
#include <string>

#include "cli/program.h"
#include "simulate/scenario.h"

namespace hoptrace::cli {
namespace {

struct SimulateWish {
  simulate::SimulateOptions simulate;
  simulate::FleetSize size;
  std::int64_t seed = 1;
  std::int64_t names = 1;
  std::string logs = "as-collected";
  bool keep_account = false;
  std::string folder;
};

const std::map<std::string, simulate::Logs> kLogs{
    {"as-collected", simulate::Logs::kAsCollected}, {"evtx", simulate::Logs::kEvtx}, {"json", simulate::Logs::kJson}};

ExitCode run_simulate(SimulateWish options, bool fleet, bool names) {
  simulate::SimulateOptions& o = options.simulate;
  o.seed = static_cast<std::uint64_t>(options.seed);
  o.logs = kLogs.at(options.logs);
  o.intruder.account_change = !options.keep_account;
  if (names) o.plan_seed = static_cast<std::uint64_t>(options.names);
  if (fleet) o.fleet = options.size;
  if (auto done = simulate::simulate(o, options.folder); !done) return complain(done.error());
  fmt::print(stderr,
             "Written: {0}/evidence (with tenants.yaml) and {0}/truth.json\nNext: hoptrace hunt {0}/evidence\n",
             options.folder);
  return kDone;
}

// Any of these makes a fleet of the scenario instead of its story.
constexpr std::array kFleetOptions{"--clients", "--hosts",   "--days",       "--stealth",      "--lose",
                                   "--skew",    "--clear",   "--forge",      "--keep-account", "--no-tools",
                                   "--names",   "--traffic", "--lose-flows", "--faults"};

void declare_fleet(CLI::App& app, SimulateWish& options) {
  const std::string group = "A fleet (any of these makes one; without them cloud-hopper is a story of six hosts)";
  const auto number = [&](const char* name, int& value, const char* help, int low, int high) {
    app.add_option(name, value, help)
        ->check(CLI::Range(low, high))
        ->type_name("N")
        ->capture_default_str()
        ->group(group);
  };
  number("--clients", options.size.clients, "Clients of the provider", 1, 40);
  number("--hosts", options.size.hosts, "Hosts of each organisation", 8, 200);
  number("--days", options.size.days, "Days, from a Monday", 3, 28);
  number("--stealth", options.simulate.intruder.stealth, "How closely the intruder keeps to habits and hours", 0, 3);
  number("--lose", options.simulate.lose_percent, "Percent of hosts' channels and sensors' logs that are lost", 0,
         90);
  number("--skew", options.simulate.skew_minutes, "Minutes that a host's clock may be off", 0, 30);
  app.add_option("--names", options.names, "Seed of names, addresses and accounts, if not --seed")
      ->check(CLI::Range(std::int64_t{0}, std::numeric_limits<std::int64_t>::max()))
      ->type_name("N")
      ->group(group);
  app.add_flag("--clear", options.simulate.clear_logs, "The intruder empties security logs")->group(group);
  app.add_flag("--forge", options.simulate.intruder.forge, "The intruder lies about its workstation's name")
      ->group(group);
  app.add_flag("--no-tools{false}", options.simulate.intruder.tools, "The intruder leaves nothing that a rule knows")
      ->group(group);
  app.add_flag("--traffic", options.simulate.traffic.on,
               "Also what hosts send outside, and what the intruder takes; traffic.csv has every flow with its bytes")
      ->group(group);
  app.add_flag("--faults", options.simulate.posture,
               "Also faults of posture, half of those there can be; truth.json has them under \"posture\"")
      ->group(group);
  number("--lose-flows", options.simulate.traffic.lose_percent,
         "Percent of flows that network sensors lose (with --traffic)", 0, 90);
  app.add_flag("--keep-account", options.keep_account, "The intruder takes over no accounts on the way")
      ->group(group);
}

}  // namespace

std::function<ExitCode()> declare_simulate(CLI::App& app) {
  auto options = std::make_shared<SimulateWish>();
  std::string known;
  for (const simulate::Scenario& s : simulate::scenarios()) known += fmt::format("{}: {}\n", s.name, s.title);
  app.add_option("--scenario", options->simulate.scenario, known)->type_name("NAME")->capture_default_str();
  app.add_option("--seed", options->seed, "The same seed writes the same bytes")
      ->check(CLI::Range(std::int64_t{0}, std::numeric_limits<std::int64_t>::max()))
      ->type_name("N")
      ->capture_default_str();
  app.add_option("--logs", options->logs,
                 "Form of the logs: as-collected (both), evtx or json; the records are the same")
      ->check(CLI::IsMember({"as-collected", "evtx", "json"}))
      ->capture_default_str();
  app.add_option("-o,--output", options->folder, "Folder to write to")->required()->type_name("DIR");
  declare_fleet(app, *options);
  const CLI::App* parsed = &app;
  return [options, parsed] {
    const auto given = [&](const char* name) { return parsed->count(name) > 0; };
    return run_simulate(*options, std::ranges::any_of(kFleetOptions, given), given("--names"));
  };
}

}  // namespace hoptrace::cli
