// Every folder of tests/golden/rules_refused holds a rule.yml and, in expected.txt, what a user is told about each of
// its documents that is not accepted.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "base/yaml.h"
#include "rules/check.h"

namespace hoptrace::rules {
namespace {

namespace fs = std::filesystem;

std::string verdicts(const fs::path& folder) {
  const std::string path = (folder / "rule.yml").string();
  const auto report = check_rules({path});
  EXPECT_TRUE(report) << path;
  if (!report) return {};
  std::string out;
  for (const CheckedRule& rule : report->rules) {
    if (rule.state == CheckedRule::State::kAccepted) continue;
    std::string line = sentence(rule);
    for (auto at = line.find(path); at != std::string::npos; at = line.find(path))
      line.replace(at, path.size(), "rule.yml");
    out += line + "\n";
  }
  return out;
}

TEST(RulesGolden, EveryRefusalNamesPlaceAndReason) {
  std::vector<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(fs::path(HOPTRACE_SOURCE) / "tests/golden/rules_refused")) {
    folders.push_back(entry.path());
  }
  std::ranges::sort(folders);
  EXPECT_FALSE(folders.empty());
  for (const fs::path& folder : folders) {
    const auto expected = base::read_text_file((folder / "expected.txt").string());
    EXPECT_EQ(verdicts(folder), expected.value_or("")) << "in " << folder.filename();
  }
}

}  // namespace
}  // namespace hoptrace::rules
