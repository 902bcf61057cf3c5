// `hoptrace case aware`: what people decided, kept in the case's audit. From a recorded awareness on, the clocks of
// duties run in the documents of `export --as impact`.
#pragma once

#include <functional>
#include <string_view>

#include "cli/exit_code.h"

namespace CLI {
class App;
}

namespace hoptrace::cli {

inline constexpr std::string_view kCaseExamples = R"(Examples:
  hoptrace case aware case.hop --tenant acme-foundry --at 2026-11-23T06:00:00Z --by "J. Meyer, CISO" \
                               --why "two hops with records on both sides"
                                          from then on, the clocks of duties run for this tenant)";

[[nodiscard]] std::function<ExitCode()> declare_case(CLI::App& app);

}  // namespace hoptrace::cli
