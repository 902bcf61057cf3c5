// The case as a STIX 2.1 bundle: who was hit (identity), what was seen (observed-data with its observables, sightings
// of published indicators and of techniques), how it went from host to host (infrastructure communicates-with), which
// intrusion that was (campaign, grouping), and one report over all. A group (intrusion-set) only where a judgement
// named one. What a bundle holds, and its bounds: docs/exports.md.
#pragma once

#include "report/exports.h"

namespace hoptrace::report {

[[nodiscard]] base::Result<void> write_stix(cases::Reading& reading, const ExportOptions& options, const Sink& sink);

}  // namespace hoptrace::report
