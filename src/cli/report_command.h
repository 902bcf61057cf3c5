// `hoptrace report`: what is for people: the page as one file, and the letter of a client to its provider.
#pragma once

#include <functional>
#include <string_view>

#include "cli/exit_code.h"

namespace CLI {
class App;
}

namespace hoptrace::cli {

inline constexpr std::string_view kReportExamples = R"(Examples:
  hoptrace report case.hop -o report.html                            one file that opens anywhere, offline
  hoptrace report case.hop -o acme.html --tenant acme-foundry        only what this client may see
  hoptrace report case.hop --ask-your-msp --tenant acme-foundry -o letter.md)";

[[nodiscard]] std::function<ExitCode()> declare_report(CLI::App& app);

}  // namespace hoptrace::cli
