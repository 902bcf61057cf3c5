// `hoptrace hunt`: evidence to a case, findings and progress told as they come.
#pragma once

#include <functional>
#include <string_view>

#include "cli/exit_code.h"

namespace CLI {
class App;
}

namespace hoptrace::cli {

inline constexpr std::string_view kHuntExamples = R"(Examples:
  hoptrace hunt triage/                             one folder; tenants.yaml in it says whose folder is whose
  hoptrace hunt triage/ --tenant acme-foundry       all of it is one organisation's
  hoptrace hunt new.zip --case case.hop --tenants triage/tenants.yaml
                                                    more evidence for a case; what is known is not read twice
  hoptrace hunt triage/ --rules sigma/rules --level medium
                                                    SigmaHQ beside the built-in pack, medium and above
  hoptrace hunt triage/ --findings - | jq .rule.title
                                                    findings as JSON lines while the hunt runs)";

[[nodiscard]] std::function<ExitCode()> declare_hunt(CLI::App& app);

}  // namespace hoptrace::cli
