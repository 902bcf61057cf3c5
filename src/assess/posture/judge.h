// Judge: all checks over all organisations, as the rows that the case keeps and the export `posture` writes: JSON
// texts (docs/posture.md has their members).
//
// A row of one organisation cites that organisation's artifacts only, and names no other: a sentence or record in
// which another's name stands is given without it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "assess/posture/check.h"
#include "assess/posture/check_text.h"
#include "assess/posture/gathering.h"

namespace hoptrace::assess::posture {

struct ArtifactName {
  std::string tenant, path, sha256;
};
using NameArtifact = std::function<std::optional<ArtifactName>(base::ArtifactId)>;

struct Document {
  std::string tenant;
  std::vector<Verdict> verdicts;  // of checks()
  std::string json;
};

[[nodiscard]] std::vector<Document> judge(Gathering& gathering, const std::vector<CheckText>& texts,
                                          const NameArtifact& artifact);

}  // namespace hoptrace::assess::posture
