// Which files a rule path means: itself, or the *.yml and *.yaml below a folder in the order of their paths; and what
// stands in them.
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

struct RuleText {
  std::string path;
  std::string text;
  std::string trouble;  // not empty: why it could not be read
};
struct RuleTexts {
  std::vector<RuleText> files;
  std::vector<std::pair<std::string, std::string>> unreadable;  // folder, why
};
// All rule texts of one path are in memory at once, as the rules made of them will be.
constexpr std::size_t kMostRuleBytes = std::size_t{1} << 30;

// Fails as find_rule_files() does, where `path` is a file that cannot be read, and beyond kMostRuleBytes.
[[nodiscard]] base::Result<RuleTexts> read_rule_files(const std::string& path);

}  // namespace hoptrace::rules
