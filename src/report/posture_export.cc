#include "report/posture_export.h"

namespace hoptrace::report {

Json posture_rows(const cases::AssessmentRow& row) {
  const Json document = Json::parse(row.document, nullptr, false);
  if (!document.is_object() || !document.contains("checks")) return Json::array();
  return document["checks"];
}

base::Result<void> write_posture(cases::Reading& reading, const ExportOptions& options, const Sink& sink) {
  base::Result<void> written;
  const auto read = reading.assessments("posture", [&](const cases::AssessmentRow& row) {
    if (options.tenant && row.tenant != *options.tenant) return true;
    for (const Json& check : posture_rows(row)) {
      written = sink(json_line(check));
      if (!written) return false;
    }
    return true;
  });
  return read ? written : read;
}

}  // namespace hoptrace::report
