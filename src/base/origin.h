// Origin: where a claim comes from. Every event, finding, anomaly and hop leads back to one.
#pragma once

#include <compare>
#include <cstdint>

namespace hoptrace::base {

// A row of the case's artifact table: the same bytes of the same tenant.
enum class ArtifactId : std::int64_t {};

struct Origin {
  ArtifactId artifact{};
  std::uint64_t offset = 0;  // of the record's first byte in the artifact (decompressed, where it was packed)

  auto operator<=>(const Origin&) const = default;
};

}  // namespace hoptrace::base
