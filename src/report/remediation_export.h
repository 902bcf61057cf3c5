// The plan by which an intruder is put out, as JSON, as CSV, and as a CACAO 2.0 playbook (OASIS, CACAO Security
// Playbooks Version 2.0): of all organisations, or of one.
#pragma once

#include "report/exports.h"

namespace hoptrace::report {

[[nodiscard]] base::Result<void> write_remediation(cases::Reading& reading, const ExportOptions& options,
                                                   const Sink& sink);
[[nodiscard]] base::Result<void> write_remediation_csv(cases::Reading& reading, const ExportOptions& options,
                                                       const Sink& sink);
[[nodiscard]] base::Result<void> write_cacao(cases::Reading& reading, const ExportOptions& options, const Sink& sink);

}  // namespace hoptrace::report
