// Which files a rule path means: itself, or the *.yml and *.yaml below a folder in the order of their paths.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/result.h"

namespace hoptrace::rules {

struct RuleFiles {
  std::vector<std::string> files;
  std::vector<std::pair<std::string, std::string>> unreadable;  // folder, why
};
// Fails where `path` itself cannot be looked at. Links to folders are not followed: they may lead in circles.
[[nodiscard]] base::Result<RuleFiles> find_rule_files(const std::string& path);

}  // namespace hoptrace::rules
