// The observables of a finding, as STIX 2.1 names them (part 6): what its record matched on, and the log file it
// stands in.
#pragma once

#include <string>
#include <vector>

#include "report/sharing/stix_bundle.h"

namespace hoptrace::report {

// Adds them to the bundle; their ids, each once. Never empty where the finding has a source.
[[nodiscard]] std::vector<std::string> observe_finding(StixBundle& bundle, const cases::StoredFinding& finding,
                                                       const ExportOptions& options);
[[nodiscard]] std::string observe_account(StixBundle& bundle, const std::string& account);

// An indicator's value as a STIX pattern; empty for a type that STIX has no word for.
[[nodiscard]] std::string stix_pattern(const Published& published);

}  // namespace hoptrace::report
