#include "report/exports.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <vector>

#include "report/assessment_export.h"
#include "report/coverage_export.h"
#include "report/findings_export.h"
#include "report/hops_export.h"
#include "report/one_tenant_reading.h"
#include "report/posture_export.h"
#include "report/redaction/redacted_reading.h"
#include "report/remediation_export.h"
#include "report/sharing/attack_flow_export.h"
#include "report/sharing/indicators_export.h"
#include "report/sharing/misp_export.h"
#include "report/sharing/navigator_export.h"
#include "report/sharing/ocsf_export.h"
#include "report/sharing/stix_export.h"

namespace hoptrace::report {
namespace {

constexpr std::array kFormats{
    ExportFormat{"findings", "all findings by time, one JSON object a line", "application/x-ndjson", write_findings},
    ExportFormat{"findings-csv", "all findings by time, for a spreadsheet", "text/csv", write_findings_csv},
    ExportFormat{"timeline", "findings that have a time, as CSV that Timesketch takes", "text/csv", write_timeline},
    ExportFormat{"hops", "who went from which host to which, by time, one JSON object a line", "application/x-ndjson",
                 write_hops},
    ExportFormat{"intrusion",
                 "the intrusions traced: where each began, its hops in order, gaps and alternatives, as JSON",
                 "application/json", write_intrusion},
    ExportFormat{"coverage",
                 "which logs there are: tenant, host, channel and day, with gaps and clears, one JSON object a line",
                 "application/x-ndjson", write_coverage},
    ExportFormat{"judgement", "who it was, how sure that is, what speaks for and against it, as JSON",
                 "application/json", write_judgement},
    ExportFormat{"impact",
                 "what left for where, what data was in reach and which duties follow, one JSON object a tenant",
                 "application/x-ndjson", write_impact},
    ExportFormat{"posture", "the twenty checks of each organisation: pass, fail or unknown, one JSON object a line",
                 "application/x-ndjson", write_posture},
    ExportFormat{"remediation", "what to isolate, block, reset and watch, in which order, as JSON",
                 "application/json", write_remediation},
    ExportFormat{"remediation-csv", "the same for a spreadsheet", "text/csv", write_remediation_csv},
    ExportFormat{"cacao", "the same as a CACAO 2.0 playbook", "application/cacao+json;version=2.0", write_cacao},
    ExportFormat{"stix", "what was found and how it went, as a STIX 2.1 bundle", "application/stix+json;version=2.1",
                 write_stix},
    ExportFormat{"misp", "the same as a MISP event (core format)", "application/json", write_misp},
    ExportFormat{"attack-flow", "the traced path as an Attack Flow 2.0", "application/json", write_attack_flow},
    ExportFormat{"navigator", "the techniques of certain findings as an ATT&CK Navigator layer", "application/json",
                 write_navigator},
    ExportFormat{"ocsf", "findings, intrusions and hops as OCSF 1.8.0 events, one JSON object a line",
                 "application/x-ndjson", write_ocsf},
    ExportFormat{"indicators", "published indicators that were sighted, and what grave findings show, as CSV",
                 "text/csv", write_indicators},
};

base::Result<bool> holds_tenant(cases::Reading& reading, const std::string& tenant) {
  const auto rows = reading.summary(cases::SummaryBy::kTenant);
  if (!rows) return std::unexpected(rows.error());
  bool found = std::ranges::any_of(*rows, [&](const cases::SummaryRow& row) { return row.tenant == tenant; });
  if (found) return true;
  const auto read = reading.coverage([&](const cases::CoverageDay& day) {
    found = day.row.tenant == tenant;
    return !found;
  });
  if (!read) return std::unexpected(read.error());
  if (found) return true;
  const auto listed = reading.artifacts([&](const cases::ArtifactState& state) {
    found = state.artifact.tenant == tenant;
    return !found;
  });
  if (!listed) return std::unexpected(listed.error());
  return found;
}

}  // namespace

std::span<const ExportFormat> export_formats() {
  return kFormats;
}

base::Result<const ExportFormat*> find_export(std::string_view name) {
  const auto* const row = std::ranges::find(kFormats, name, &ExportFormat::name);
  if (row != kFormats.end()) return row;
  std::vector<std::string_view> names;
  for (const ExportFormat& format : kFormats) names.push_back(format.name);
  return base::fail(base::Code::kUsage, fmt::format("there is no export called `{}`", name), {},
                    fmt::format("There are {}", fmt::join(names, ", ")));
}

base::Result<void> require_tenant(cases::Reading& reading, const std::string& tenant) {
  const auto holds = holds_tenant(reading, tenant);
  if (!holds) return std::unexpected(holds.error());
  if (*holds) return {};
  return base::fail(base::Code::kUsage, fmt::format("the case holds nothing of a tenant `{}`", tenant), {},
                    "Write the name as it stands in tenants.yaml, or `default`");
}

base::Result<ShownCase> shown_case(cases::Reading& reading, const ExportOptions& options) {
  ShownCase shown{nullptr, nullptr, &reading, options};
  if (options.tenant) {
    if (auto known = require_tenant(reading, *options.tenant); !known) return std::unexpected(known.error());
    auto own = OneTenantReading::over(reading, *options.tenant);
    if (!own) return std::unexpected(own.error());
    shown.of_tenant = *std::move(own);
    shown.reading = shown.of_tenant.get();
  }
  if (!options.redact) return shown;
  auto redacted = RedactedReading::over(*shown.reading);
  if (!redacted) return std::unexpected(redacted.error());
  if (options.tenant) shown.options.tenant = (*redacted)->tenant(*options.tenant);
  shown.redacted = *std::move(redacted);
  shown.reading = shown.redacted.get();
  return shown;
}

base::Result<void> write_export(const ExportFormat& format, cases::Reading& reading, const ExportOptions& options,
                                const Sink& sink) {
  const auto shown = shown_case(reading, options);
  return shown ? format.write(*shown->reading, shown->options, sink) : std::unexpected(shown.error());
}

}  // namespace hoptrace::report
