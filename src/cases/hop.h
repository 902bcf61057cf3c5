// What a case keeps of hops and intrusions: plain data, as tracing (hops/tracer.h) hands it in and exports read it.
// The names of methods, statuses and sides are those of the exports.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/origin.h"
#include "base/time.h"

namespace hoptrace::cases {

struct HopPlace {
  std::string tenant, host;
  bool operator==(const HopPlace&) const = default;
};

struct HopEvidence {
  base::ArtifactId artifact{};
  std::uint64_t offset = 0, record_id = 0;
  std::uint32_t event_id = 0;
  std::string side;
  std::string tenant, path, sha256;  // of the artifact; filled when read
};

struct HopRow {
  std::string id;
  base::Time time;
  std::optional<HopPlace> from;
  std::vector<HopPlace> candidates;
  HopPlace to;
  std::string account, method, status;
  double confidence = 0, suspicion = 0;
  bool intrusion = false, border = false;
  std::vector<std::string> why;
  std::vector<HopEvidence> evidence;
  std::optional<std::string> gap;
};

struct HopAlternative {
  std::vector<std::string> hops;
  std::string what_separates;
};

struct IntrusionRow {
  std::string id;
  HopPlace patient_zero;
  std::string origin_tenant;
  std::vector<std::string> hops;  // ids, in order
  std::vector<std::string> tenants, accounts;
  base::Time first, last;
  std::vector<std::string> gaps;
  std::vector<HopAlternative> alternatives;
  double suspicion = 0;
};

// What the last run judged: one document (JSON) a kind and tenant.
struct AssessmentRow {
  std::string kind;    // as the export is called
  std::string tenant;  // empty: it is about all of them
  std::string document;
};

// That an artifact holds a record of a log-source lane (rules/log_source.h).
struct ArtifactLane {
  base::ArtifactId artifact{};
  std::string tenant, lane;
};

// The facts of one stretch, packed as sessions/packed_facts.h does.
struct PackedFacts {
  base::ArtifactId artifact{};
  std::string tenant;  // the artifact's
  std::string packed;
};

}  // namespace hoptrace::cases
