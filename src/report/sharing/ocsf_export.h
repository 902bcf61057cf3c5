// The case as events of the Open Cybersecurity Schema Framework 1.8.0, one JSON object a line: a Detection Finding
// (2004) for each finding, an Incident Finding (2005) for each intrusion, an Authentication (3002) for each hop.
// Streams.
#pragma once

#include "report/exports.h"

namespace hoptrace::report {

[[nodiscard]] base::Result<void> write_ocsf(cases::Reading& reading, const ExportOptions& options, const Sink& sink);

}  // namespace hoptrace::report
