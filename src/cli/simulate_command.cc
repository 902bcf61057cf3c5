#include "cli/simulate_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
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

struct Options {
  std::string scenario = "cloud-hopper";
  std::int64_t seed = 1;
  std::string logs = "as-collected";
  std::string folder;
};

const std::map<std::string, simulate::Logs> kLogs{
    {"as-collected", simulate::Logs::kAsCollected}, {"evtx", simulate::Logs::kEvtx}, {"json", simulate::Logs::kJson}};

ExitCode run_simulate(const Options& options) {
  if (auto done = simulate::simulate(options.scenario, static_cast<std::uint64_t>(options.seed),
                                     kLogs.at(options.logs), options.folder);
      !done)
    return complain(done.error());
  fmt::print(stderr,
             "Written: {0}/evidence (with tenants.yaml) and {0}/truth.json\nNext: hoptrace hunt {0}/evidence\n",
             options.folder);
  return kDone;
}

}  // namespace

std::function<ExitCode()> declare_simulate(CLI::App& app) {
  auto options = std::make_shared<Options>();
  std::string known;
  for (const simulate::Scenario& s : simulate::scenarios()) known += fmt::format("{}: {}\n", s.name, s.title);
  app.add_option("--scenario", options->scenario, known)->type_name("NAME")->capture_default_str();
  app.add_option("--seed", options->seed, "The same seed writes the same bytes")
      ->check(CLI::Range(std::int64_t{0}, std::numeric_limits<std::int64_t>::max()))
      ->type_name("N")
      ->capture_default_str();
  app.add_option("--logs", options->logs,
                 "Form of the logs: as-collected (both), evtx or json; the records are the same")
      ->check(CLI::IsMember({"as-collected", "evtx", "json"}))
      ->capture_default_str();
  app.add_option("-o,--output", options->folder, "Folder to write to")->required()->type_name("DIR");
  return [options] { return run_simulate(*options); };
}

}  // namespace hoptrace::cli
