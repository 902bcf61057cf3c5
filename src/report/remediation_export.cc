#include "report/remediation_export.h"

#include <fmt/format.h>

#include "report/escape.h"
#include "report/remediation_document.h"

namespace hoptrace::report {

base::Result<Json> remediation_document(cases::Reading& reading, const ExportOptions& options) {
  const std::string wanted = options.tenant.value_or("");
  Json found{{"tenant", wanted.empty() ? Json() : Json(wanted)}, {"phases", Json::array()}};
  const auto read = reading.assessments("remediation", [&](const cases::AssessmentRow& row) {
    if (row.tenant != wanted) return true;
    Json parsed = Json::parse(row.document, nullptr, false);
    if (parsed.is_object() && parsed.contains("phases")) found = std::move(parsed);
    return false;
  });
  if (!read) return std::unexpected(read.error());
  return found;
}

base::Result<void> write_remediation(cases::Reading& reading, const ExportOptions& options, const Sink& sink) {
  const auto document = remediation_document(reading, options);
  if (!document) return std::unexpected(document.error());
  return sink(json_line(*document));
}

base::Result<void> write_remediation_csv(cases::Reading& reading, const ExportOptions& options, const Sink& sink) {
  const auto document = remediation_document(reading, options);
  if (!document) return std::unexpected(document.error());
  if (auto head = sink("phase,order,together,tenant,action,kind,target,what,reason,records\n"); !head) return head;
  for (const Json& phase : (*document)["phases"]) {
    for (const Json& step : phase["steps"]) {
      std::string records;
      for (const Json& record : step["evidence"])
        records += fmt::format("{}{}@{}", records.empty() ? "" : "; ", record.value("path", ""),
                               record.value("offset", 0ULL));
      const std::string line = fmt::format(
          "{},{},{},{},{},{},{},{},{},{}\n", phase.value("phase", ""), step.value("order", 0),
          step.value("together", false) ? "yes" : "no", csv_cell(step.value("tenant", "")), step.value("action", ""),
          csv_cell(step["target"].value("kind", "")), csv_cell(step["target"].value("name", "")),
          csv_cell(step.value("what", "")), csv_cell(step.value("reason", "")), csv_cell(records));
      if (auto written = sink(line); !written) return written;
    }
  }
  return {};
}

}  // namespace hoptrace::report
