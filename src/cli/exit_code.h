// The exit codes that scripts rely on (contract: "the first that applies").
#pragma once

#include "base/result.h"

namespace hoptrace::cli {

enum ExitCode : int {
  kDone = 0,
  kFound = 1,       // --fail-on, or a check, found something
  kUsage = 2,       // wrong usage or configuration: nothing was done
  kIncomplete = 3,  // done, but some evidence could not be read in full
  kFailed = 4,      // the work itself failed; the case is valid and the next run goes on from there
};

// The code for an error before any work began (kUsage) or while working.
[[nodiscard]] ExitCode exit_code(const base::Error& error);

}  // namespace hoptrace::cli
