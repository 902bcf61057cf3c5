// Whose records an artifact holds: a collector's log has those of many hosts, of more than one organisation perhaps.
#pragma once

#include <string>
#include <vector>

#include "base/origin.h"
#include "base/result.h"

namespace hoptrace::cases {

struct ArtifactHost {
  std::string tenant, host;
  bool operator==(const ArtifactHost&) const = default;
};

// By tenant and host, as far as coverage is known. Reads through a connection of its own.
[[nodiscard]] base::Result<std::vector<ArtifactHost>> artifact_hosts(const std::string& case_path,
                                                                     base::ArtifactId artifact);

}  // namespace hoptrace::cases
