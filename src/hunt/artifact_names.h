// ArtifactNames: whose an artifact is and what it is called, for documents that cite records.
#pragma once

#include <map>
#include <string>

#include "cases/reading.h"

namespace hoptrace::hunt {

struct ArtifactName {
  std::string tenant, path, sha256;
};
using ArtifactNames = std::map<base::ArtifactId, ArtifactName>;

[[nodiscard]] inline base::Result<ArtifactNames> artifact_names(cases::Reading& reading) {
  ArtifactNames names;
  const auto read = reading.artifacts([&](const cases::ArtifactState& state) {
    const cases::ArtifactRecord& artifact = state.artifact;
    names[artifact.id] = {artifact.tenant, artifact.paths.empty() ? std::string() : artifact.paths.front(),
                          artifact.sha256};
    return true;
  });
  if (!read) return std::unexpected(read.error());
  return names;
}

}  // namespace hoptrace::hunt
