// The export of posture: the rows of the checks, one JSON object a line, by organisation and number.
#pragma once

#include "report/exports.h"

namespace hoptrace::report {

[[nodiscard]] base::Result<void> write_posture(cases::Reading& reading, const ExportOptions& options,
                                               const Sink& sink);

}  // namespace hoptrace::report
