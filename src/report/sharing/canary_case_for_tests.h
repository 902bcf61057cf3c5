// Cases made up at random, for tests of the border between tenants and of pseudonyms: every name in them is a canary,
// a string that stands nowhere else, set wherever names stand in real evidence.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "report/reading_for_tests.h"

namespace hoptrace::report {

struct CanaryTenant {
  base::ArtifactId artifact{};  // of all its logs
  std::string name, domain, netbios, address;
  std::vector<std::string> hosts, accounts;
  // Every text that tells of this tenant.
  [[nodiscard]] std::vector<std::string> canaries() const;
};

struct CanaryCase {
  ListedReading reading;
  std::vector<CanaryTenant> tenants;
};

// The same number gives the same case.
[[nodiscard]] CanaryCase canary_case(std::uint64_t seed);

}  // namespace hoptrace::report
