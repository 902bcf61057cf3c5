// `hoptrace simulate`: a training fleet, its evidence and the truth beside it.
#pragma once

#include <functional>
#include <string_view>

#include "cli/exit_code.h"

namespace CLI {
class App;
}

namespace hoptrace::cli {

inline constexpr std::string_view kSimulateExamples = R"(Example:
  hoptrace simulate --scenario cloud-hopper --seed 7 -o training
  hoptrace simulate --scenario rmm-push --clients 5 --stealth 2 --lose 30 --seed 7 -o fleet
  hoptrace hunt training/evidence         what happened is in training/truth.json)";

[[nodiscard]] std::function<ExitCode()> declare_simulate(CLI::App& app);

}  // namespace hoptrace::cli
