// The exports of findings: JSON lines, CSV for a spreadsheet, and the CSV that Timesketch takes.
// Source: Timesketch documentation, "Import data", CSV: columns message, datetime and timestamp_desc are required.
#pragma once

#include "report/exports.h"

namespace hoptrace::report {

[[nodiscard]] base::Result<void> write_findings(cases::Reading& reading, const ExportOptions& options,
                                                const Sink& sink);
[[nodiscard]] base::Result<void> write_findings_csv(cases::Reading& reading, const ExportOptions& options,
                                                    const Sink& sink);
[[nodiscard]] base::Result<void> write_timeline(cases::Reading& reading, const ExportOptions& options,
                                                const Sink& sink);

}  // namespace hoptrace::report
