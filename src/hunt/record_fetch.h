// Record fetching: single records of the evidence, read again by where they stand.
//
// Of a file on disk whose format is made of blocks that can be decoded alone (decode/format.h) only the blocks with a
// wanted record are read. Everything else is walked from its front to the last wanted record, and decoded only where
// one stands: text, whose lines need what stands before them; entries of archives; logs with lost or added bytes.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "cases/kept_record.h"
#include "decode/format.h"
#include "evidence/walk.h"
#include "hunt/equipment.h"

namespace hoptrace::hunt {

// Records of one artifact.
struct WantedRecords {
  base::ArtifactId artifact{};
  std::string path;  // relative to the evidence root; of an entry of an archive as the walk says it
  const decode::Format* format = nullptr;
  std::vector<std::uint64_t> offsets;  // ascending
};

// A record as it is kept, and as it is shown: long values are cut, and said to be.
[[nodiscard]] cases::KeptRecord kept_record(const event::Event& event, base::ArtifactId artifact);

struct EvidencePlace {
  const std::string& root;
  const evidence::WalkOptions& walking;
};

// Calls `each` for every one that is found, each once; those of one artifact by offset, as far as it is sound. What
// cannot be read any more is passed over. An Error where a path is not there at all.
[[nodiscard]] base::Result<void> fetch_records(const std::vector<WantedRecords>& wanted, const EvidencePlace& place,
                                               const Equipment& equipment,
                                               const std::function<void(cases::KeptRecord)>& each);

}  // namespace hoptrace::hunt
