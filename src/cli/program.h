// The program: arguments to commands, errors to sentences and exit codes. The only room that prints.
//
// Each command is one file and one row in program.cc. Results go to standard output, everything else to standard
// error.
#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "cli/exit_code.h"

namespace CLI {
class App;
}

namespace hoptrace::cli {

inline constexpr std::string_view kVersion = "0.1.0";

struct Command {
  std::string_view name;
  std::string_view summary;   // one line of --help
  std::string_view examples;  // shown below the options
  // Declares the options on `app` and returns what to run once they are parsed.
  std::function<ExitCode()> (*declare)(CLI::App& app);
};
[[nodiscard]] std::span<const Command> commands();

int run(int argc, char** argv);

// "hoptrace: place: what. remedy" on standard error; the exit code that goes with it.
ExitCode complain(const base::Error& error);

}  // namespace hoptrace::cli
