// Every folder of tests/golden/tenants holds a tenants.yaml and, in expected.txt, the sentence that a user gets for
// it
// ("accepted: " and the names where there is nothing to complain about).
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "base/yaml.h"
#include "tenants/tenants_file.h"

namespace hoptrace::tenants {
namespace {

namespace fs = std::filesystem;

std::string verdict(const fs::path& folder) {
  const auto text = base::read_text_file((folder / "tenants.yaml").string());
  EXPECT_TRUE(text) << folder;
  const auto tenants = parse_tenants(text.value_or(""), "tenants.yaml");
  if (!tenants) return tenants.error().sentence() + "\n";
  std::string names = "accepted:";
  for (const Tenant& tenant : tenants->all()) names += ' ' + tenant.name;
  return names + "\n";
}

TEST(TenantsGolden, EveryComplaintNamesPlaceFaultAndRemedy) {
  std::vector<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(fs::path(HOPTRACE_SOURCE) / "tests/golden/tenants")) {
    folders.push_back(entry.path());
  }
  std::ranges::sort(folders);
  EXPECT_FALSE(folders.empty());
  for (const fs::path& folder : folders) {
    const auto expected = base::read_text_file((folder / "expected.txt").string());
    EXPECT_EQ(verdict(folder), expected.value_or("")) << "in " << folder.filename();
  }
}

}  // namespace
}  // namespace hoptrace::tenants
