#include "report/assessment_export.h"

namespace hoptrace::report {

base::Result<void> write_assessments(std::string_view kind, cases::Reading& reading, const ExportOptions& options,
                                     const Sink& sink) {
  base::Result<void> written;
  const auto read = reading.assessments(kind, [&](const cases::AssessmentRow& row) {
    if (!options.tenant || row.tenant == *options.tenant) written = sink(row.document + "\n");
    return written.has_value();
  });
  return read ? written : read;
}

base::Result<void> write_judgement(cases::Reading& reading, const ExportOptions& options, const Sink& sink) {
  return write_assessments("judgement", reading, {.tenant = options.tenant.value_or("")}, sink);
}

}  // namespace hoptrace::report
