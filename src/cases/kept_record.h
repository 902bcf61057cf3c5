// KeptRecord: a record of the evidence, kept whole: what is left of it where the evidence is not at hand.
#pragma once

#include <cstdint>
#include <string>

#include "base/origin.h"
#include "cases/finding.h"

namespace hoptrace::cases {

struct RecordPlace {
  base::ArtifactId artifact{};
  std::uint64_t offset = 0;
  auto operator<=>(const RecordPlace&) const = default;
};

struct KeptRecord {
  base::ArtifactId artifact{};
  std::uint64_t offset = 0;
  EventRef event;          // without its content
  std::string tenant;      // of the artifact; filled when read
  Pairs fields;            // in the order of the record, as text
  bool shortened = false;  // it was beyond the bounds: long values are cut
};

}  // namespace hoptrace::cases
