// `hoptrace trace`: the intruder's path, as the last hunt into this case traced it.
#pragma once

#include <functional>
#include <string_view>

#include "cli/exit_code.h"

namespace CLI {
class App;
}

namespace hoptrace::cli {

inline constexpr std::string_view kTraceExamples = R"(Examples:
  hoptrace trace case.hop                                        every intrusion that was traced
  hoptrace trace case.hop --to acme-foundry/FS01                 how they got there
  hoptrace trace case.hop --account svc-nwmsp --around 2018-12-20 --all)";

[[nodiscard]] std::function<ExitCode()> declare_trace(CLI::App& app);

}  // namespace hoptrace::cli
