// HuntConsole: what a hunt shows while it runs and when it is done, and its exit code.
#pragma once

#include <string>

#include "cli/exit_code.h"
#include "hunt/hunt.h"

namespace hoptrace::cli {

struct ConsoleOptions {
  std::string findings;  // a file, "-" for standard output, or empty
  std::string fail_on;   // a level, or empty
  std::string color = "auto";
  std::string profile_json;  // a file for the profile's figures, or empty
  bool profile = false;      // print where the time went
  bool quiet = false;
  bool no_progress = false;
};

[[nodiscard]] ExitCode hunt_on_console(hunt::HuntOptions& options, const ConsoleOptions& console);

}  // namespace hoptrace::cli
