// The text of `hoptrace rules explain`.
#pragma once

#include <string>

#include "cli/exit_code.h"
#include "hunt/equipment.h"

namespace hoptrace::cli {

// Explains every rule of `equipment` on every event of the file `event`; exit 1 if none matched.
[[nodiscard]] ExitCode explain_rules(const hunt::Equipment& equipment, const std::string& rule_path,
                                     const std::string& event);

}  // namespace hoptrace::cli
