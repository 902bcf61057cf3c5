// The document of a plan, as the case keeps it and exports read it: JSON (docs/remediation.md has its members): one
// an organisation with that organisation's steps, and one of all.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "assess/remediation/step.h"

namespace hoptrace::assess::remediation {

struct GroundName {  // of an artifact
  std::string tenant, path, sha256;
};
using NameGround = std::function<std::optional<GroundName>(base::ArtifactId)>;

// `tenant` empty: of all.
[[nodiscard]] std::string document(const std::vector<Step>& steps, const std::string& tenant,
                                   const NameGround& artifact);

}  // namespace hoptrace::assess::remediation
