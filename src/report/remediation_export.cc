#include "report/remediation_export.h"

#include <fmt/format.h>

#include "report/document.h"
#include "report/escape.h"

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
  for (const Json& phase : list_at(*document, "phases")) {
    for (const Json& step : list_at(phase, "steps")) {
      std::string records;
      for (const Json& record : list_at(step, "evidence"))
        records +=
            fmt::format("{}{}@{}", records.empty() ? "" : "; ", text_at(record, "path"), number_at(record, "offset"));
      const std::string line =
          fmt::format("{},{},{},{},{},{},{},{},{},{}\n", text_at(phase, "phase"), number_at(step, "order"),
                      step.value("together", false) ? "yes" : "no", csv_cell(text_at(step, "tenant")),
                      text_at(step, "action"), csv_cell(text_at(step.value("target", Json()), "kind")),
                      csv_cell(text_at(step.value("target", Json()), "name")), csv_cell(text_at(step, "what")),
                      csv_cell(text_at(step, "reason")), csv_cell(records));
      if (auto written = sink(line); !written) return written;
    }
  }
  return {};
}

}  // namespace hoptrace::report
