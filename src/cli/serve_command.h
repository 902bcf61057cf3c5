// `hoptrace serve`: a case as a live page and a JSON API over HTTP.
#pragma once

#include <functional>
#include <string_view>

#include "cli/exit_code.h"

namespace CLI {
class App;
}

namespace hoptrace::cli {

inline constexpr std::string_view kServeExamples = R"(Examples:
  hoptrace serve case.hop                           open http://127.0.0.1:8440/ on this machine
  hoptrace serve case.hop --evidence triage/        records that the case does not keep are read from the evidence
  hoptrace serve case.hop --listen 10.0.0.5:8440 --token-file tokens --tls-cert chain.pem --tls-key key.pem
                                                    for others: a token each, some with the tenant that it may see)";

[[nodiscard]] std::function<ExitCode()> declare_serve(CLI::App& app);

}  // namespace hoptrace::cli
