// `hoptrace knowledge update|who`: the tables that attribution rests on.
#pragma once

#include <functional>
#include <string_view>

#include "cli/exit_code.h"

namespace CLI {
class App;
}

namespace hoptrace::cli {

inline constexpr std::string_view kKnowledgeExamples = R"(Examples:
  hoptrace knowledge update enterprise-attack.json      renew the tables from MITRE's STIX bundle
  hoptrace knowledge who "Stone Panda"                  whom a name stands for)";

[[nodiscard]] std::function<ExitCode()> declare_knowledge(CLI::App& app);

}  // namespace hoptrace::cli
