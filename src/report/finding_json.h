// A finding as one line of JSON, exactly as docs/findings.md promises. The same line in `hunt --findings` and in
// exports.
#pragma once

#include <optional>
#include <string>

#include "cases/reading.h"

namespace hoptrace::report {

// Ends with a line feed. Invalid UTF-8 becomes U+FFFD. `tenant`: who may read it; empty for whoever may see all.
[[nodiscard]] std::string finding_json(const cases::StoredFinding& finding,
                                       const std::optional<std::string>& tenant = std::nullopt);

}  // namespace hoptrace::report
