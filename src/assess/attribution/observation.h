// Observation: one thing that was seen, as a hunt or a person says it; and the closed list of kinds, each with its
// class of evidence (the Diamond model's corners, and tradecraft apart).
//
// What is in the JSON of `hoptrace attribute` stands in contract's words:
// {"observations":[{"kind","id","reliability", "time","from"}]}. Input is hostile: size, number, depth and text are
// bounded.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace hoptrace::assess {

enum class Kind : std::uint8_t {
  kSoftware,
  kArtifact,
  kTechnique,
  kHopShape,
  kDomain,
  kAddress,
  kCertificate,
  kSector,
  kRegion,
  kHours,
  kLanguage,
};

enum class EvidenceClass : std::uint8_t { kCapability, kTradecraft, kInfrastructure, kVictimology, kCircumstance };

struct KindInfo {
  Kind kind;
  std::string_view name;
  EvidenceClass evidence_class;
};
[[nodiscard]] std::span<const KindInfo> kinds();
[[nodiscard]] const KindInfo& info(Kind kind);
[[nodiscard]] std::optional<Kind> kind_of(std::string_view name);
[[nodiscard]] std::string_view name(EvidenceClass evidence_class);

struct Observation {
  Kind kind = Kind::kTechnique;
  std::string id;          // an ATT&CK id or name, a row of content/actors, or a published value
  double reliability = 1;  // 0…1: how far the source can be trusted (Admiralty A is 1, B 0.75, C 0.5, D 0.25, E 0)
  std::optional<base::Time> time;
  std::vector<std::string> from;  // what it rests on: ids of findings, hops
  bool operator==(const Observation&) const = default;
};

// Errors name what is wrong with which observation: not JSON, a kind that there is not, no id, a reliability beyond
// 0…1, a time that is none, more than 16 MiB or 20,000 observations.
[[nodiscard]] base::Result<std::vector<Observation>> read_observations(const std::string& path);
[[nodiscard]] base::Result<std::vector<Observation>> parse_observations(std::string_view text,
                                                                        std::string_view place);

}  // namespace hoptrace::assess
