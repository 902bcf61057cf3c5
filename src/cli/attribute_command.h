// `hoptrace attribute`: judges a list of observations without a case.
#pragma once

#include <functional>
#include <string_view>

#include "cli/exit_code.h"

namespace CLI {
class App;
}

namespace hoptrace::cli {

inline constexpr std::string_view kAttributeExamples = R"(Examples:
  hoptrace attribute observations.json                  a table on a terminal, JSON on a pipe
  hoptrace attribute observations.json --knowledge DIR  by other tables than the built-in ones
An observation: {"kind":"software","id":"RedLeaves","reliability":0.9,"time":"2018-12-20T09:14:03Z"}
Kinds: software, artifact, technique, hop_shape, domain, address, certificate, sector, region, hours, language)";

[[nodiscard]] std::function<ExitCode()> declare_attribute(CLI::App& app);

}  // namespace hoptrace::cli
