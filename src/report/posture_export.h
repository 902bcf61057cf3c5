// The export of posture: the rows of the checks, one JSON object a line, by organisation and number.
#pragma once

#include "report/exports.h"
#include "report/json_line.h"

namespace hoptrace::report {

// The rows of one document of the case, or none.
[[nodiscard]] Json posture_rows(const cases::AssessmentRow& row);
[[nodiscard]] base::Result<void> write_posture(cases::Reading& reading, const ExportOptions& options,
                                               const Sink& sink);

}  // namespace hoptrace::report
