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
#include "report/posture_export.h"
#include "report/remediation_export.h"

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

base::Result<void> write_export(const ExportFormat& format, cases::Reading& reading, const ExportOptions& options,
                                const Sink& sink) {
  if (options.tenant) {
    const auto holds = holds_tenant(reading, *options.tenant);
    if (!holds) return std::unexpected(holds.error());
    if (!*holds) {
      return base::fail(base::Code::kUsage, fmt::format("the case holds nothing of a tenant `{}`", *options.tenant),
                        {}, "Write the name as it stands in tenants.yaml, or `default`");
    }
  }
  return format.write(reading, options, sink);
}

}  // namespace hoptrace::report
