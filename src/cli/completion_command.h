// `hoptrace completion`: a script that completes commands and options in a shell.
#pragma once

#include <functional>
#include <string_view>

#include "cli/exit_code.h"

namespace CLI {
class App;
}

namespace hoptrace::cli {

inline constexpr std::string_view kCompletionExamples = R"(Examples:
  hoptrace completion bash > /etc/bash_completion.d/hoptrace
  hoptrace completion zsh > "${fpath[1]}/_hoptrace"
  hoptrace completion fish > ~/.config/fish/completions/hoptrace.fish)";

[[nodiscard]] std::function<ExitCode()> declare_completion(CLI::App& app);

}  // namespace hoptrace::cli
