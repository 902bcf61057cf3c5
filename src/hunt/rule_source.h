// Where rules come from: a file or folder of Sigma YAML, or an archive of it read in place.
#pragma once

#include <string>

#include "base/result.h"
#include "rules/rule_files.h"

namespace hoptrace::hunt {

// The rule texts of `path`. Fails where it cannot be read, or is an archive without any.
[[nodiscard]] base::Result<rules::RuleTexts> read_rules(const std::string& path);

}  // namespace hoptrace::hunt
