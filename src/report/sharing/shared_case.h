// SharedCase: what of a case is told to others, gathered once for the exports that make a whole of it (STIX, MISP,
// Attack Flow). Bounded: the gravest findings up to kFindings, intrusions with up to kHops hops, kSightings
// indicators; how many more there are is counted, and each export says so.
//
// With a tenant chosen it holds nothing of others: findings and sightings are the tenant's own, hops pass the border
// (hop_border.h), counts are its own.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cases/reading.h"
#include "report/exports.h"
#include "report/sharing/rule_tags.h"

namespace hoptrace::report {

struct SharedFinding {
  cases::RuleRecord rule;  // a copy: the case's own lives only as long as the reading
  cases::StoredFinding finding;
};

struct SharedSighting {
  cases::RuleRecord rule;
  Published published;
  cases::SightingGroup group;  // of one tenant where `tenant` is given
  std::string tenant;
};

// The group that a judgement named, if one did.
struct NamedGroup {
  std::string id, name, phia, rating;
  double probability = 0;
};

struct SharedCase {
  static constexpr std::size_t kFindings = 1000, kHops = 1000, kSightings = 5000;

  [[nodiscard]] static base::Result<SharedCase> gather(cases::Reading& reading, const ExportOptions& options);

  [[nodiscard]] const cases::HopRow* hop(const std::string& id) const;

  base::Time begun, changed;              // when the first run of the case began, and the last one
  std::vector<std::string> tenants;       // that anything shared is of, in byte order
  std::vector<SharedFinding> findings;    // certain ones, by time
  std::uint64_t findings_left_out = 0;    // certain, but less grave than those
  std::uint64_t uncertain = 0;            // not shared
  std::vector<SharedSighting> sightings;  // one an indicator and tenant
  std::uint64_t sightings_left_out = 0;
  std::vector<cases::IntrusionRow> intrusions;
  std::map<std::string, cases::HopRow> hops;  // those of the intrusions, by id
  std::uint64_t hops_left_out = 0;
  std::optional<NamedGroup> named;
};

}  // namespace hoptrace::report
