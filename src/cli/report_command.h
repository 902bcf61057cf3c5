// `hoptrace report`: what is for people: so far the letter of a client to its provider.
#pragma once

#include <functional>
#include <string_view>

#include "cli/exit_code.h"

namespace CLI {
class App;
}

namespace hoptrace::cli {

inline constexpr std::string_view kReportExamples = R"(Examples:
  hoptrace report case.hop --ask-your-msp --tenant acme-foundry -o letter.md)";

[[nodiscard]] std::function<ExitCode()> declare_report(CLI::App& app);

}  // namespace hoptrace::cli
