// `hoptrace export`: a case in a form that other programs take.
#pragma once

#include <functional>
#include <string_view>

#include "cli/exit_code.h"

namespace CLI {
class App;
}

namespace hoptrace::cli {

inline constexpr std::string_view kExportExamples = R"(Examples:
  hoptrace export case.hop --as findings | jq -r '[.time,.host,.rule.title] | @tsv'
  hoptrace export case.hop --as timeline -o timeline.csv         for Timesketch
  hoptrace export case.hop --as findings-csv --tenant acme-foundry -o acme.csv)";

[[nodiscard]] std::function<ExitCode()> declare_export(CLI::App& app);

}  // namespace hoptrace::cli
