// `hoptrace rules check|test|explain`: what becomes of rules, and why.
#pragma once

#include <functional>
#include <string_view>

#include "cli/exit_code.h"

namespace CLI {
class App;
}

namespace hoptrace::cli {

inline constexpr std::string_view kRulesExamples = R"(Examples:
  hoptrace rules check sigma/rules my_rules/            is every rule understood, and if not, why
  hoptrace rules test regression_data --rules sigma     SigmaHQ's regression folders
  hoptrace rules explain my_rule.yml event.json         which selection held, and on which value)";

[[nodiscard]] std::function<ExitCode()> declare_rules(CLI::App& app);

}  // namespace hoptrace::cli
