// The export of coverage: which logs there are, so that "nothing was found" can be told from "nothing was there to
// find".
//
// Three kinds of lines, told by `what`, one after another: "day" (one log of one host on one UTC day), "gap" (record
// ids that no artifact of a log shows), "clear" (a log that says it was cleared; by the artifact that says so).
#pragma once

#include "report/exports.h"

namespace hoptrace::report {

[[nodiscard]] base::Result<void> write_coverage(cases::Reading& reading, const ExportOptions& options,
                                                const Sink& sink);

}  // namespace hoptrace::report
