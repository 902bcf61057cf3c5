// The remediation document of a case, parsed: for the exports that are made of it.
#pragma once

#include "report/exports.h"
#include "report/json_line.h"

namespace hoptrace::report {

// Of the organisation chosen, or of all. Without one in the case an object without phases.
[[nodiscard]] base::Result<Json> remediation_document(cases::Reading& reading, const ExportOptions& options);

}  // namespace hoptrace::report
