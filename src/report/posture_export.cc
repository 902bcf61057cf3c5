#include "report/posture_export.h"

#include "report/json_line.h"

namespace hoptrace::report {

base::Result<void> write_posture(cases::Reading& reading, const ExportOptions& options, const Sink& sink) {
  base::Result<void> written;
  const auto read = reading.assessments("posture", [&](const cases::AssessmentRow& row) {
    if (!options.tenant || row.tenant == *options.tenant) written = sink(row.document + "\n");
    return written.has_value();
  });
  return read ? written : read;
}

}  // namespace hoptrace::report
