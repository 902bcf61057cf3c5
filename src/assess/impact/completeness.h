// Completeness: what share of a tenant's flows its sensors' logs hold, from two measures: what hosts' own logs tell
// of flows (Sysmon 3) that a sensor should have, and Zeek's capture_loss. The first sees lines that were lost, too,
// and goes before the second where they differ.
#pragma once

#include <string>
#include <vector>

#include "assess/impact/estimate.h"
#include "assess/impact/ledger.h"

namespace hoptrace::assess::impact {

struct Completeness {
  Kept kept;
  std::vector<std::string> basis;  // in words
};

[[nodiscard]] Completeness completeness(const Measures& measures);

}  // namespace hoptrace::assess::impact
