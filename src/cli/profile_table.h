// ProfileTable: what `hunt --profile` prints, and the same figures as JSON for programs.
#pragma once

#include <string>

#include "hunt/profile.h"
#include "report/closing_table.h"

namespace hoptrace::cli {

[[nodiscard]] std::string profile_table(const hunt::ProfileReport& report, const report::TerminalStyle& style);

// One object: wall, processor and every stage in seconds, and the dearest rules. docs/speed.md tells the fields.
[[nodiscard]] std::string profile_json(const hunt::ProfileReport& report);

}  // namespace hoptrace::cli
