// Where rules come from: a file or folder of Sigma YAML, or an archive of it read in place.
#pragma once

#include <string>

#include "base/result.h"
#include "rules/rule_set.h"

namespace hoptrace::hunt {

[[nodiscard]] base::Result<void> load_rules(rules::RuleSetBuilder& builder, const std::string& path,
                                            const rules::RuleFilter& filter);

}  // namespace hoptrace::hunt
