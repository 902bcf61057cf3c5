#include "report/coverage_export.h"

#include "base/anomaly.h"
#include "base/time.h"
#include "report/json_line.h"

namespace hoptrace::report {
namespace {

Json day_json(const cases::CoverageDay& day) {
  const cases::CoverageRow& row = day.row;
  return {{"what", "day"},
          {"tenant", row.tenant},
          {"host", row.host},
          {"channel", row.channel},
          {"day", base::iso8601_day(row.day)},
          {"records", row.records},
          {"exact", day.exact},
          {"first", base::iso8601(row.first)},
          {"last", base::iso8601(row.last)},
          {"first_record_id", row.first_record_id},
          {"last_record_id", row.last_record_id},
          {"missing_ids", row.missing_ids},
          {"artifacts", day.artifacts}};
}

Json gap_json(const cases::RecordGap& gap) {
  return {{"what", "gap"},
          {"tenant", gap.tenant},
          {"host", gap.host},
          {"channel", gap.channel},
          {"first_missing", gap.first_missing},
          {"last_missing", gap.last_missing},
          {"missing_ids", gap.last_missing - gap.first_missing + 1},
          {"before", base::iso8601(gap.before)},
          {"after", base::iso8601(gap.after)}};
}

Json clear_json(const cases::AnomalyRow& row) {
  return {{"what", "clear"},
          {"tenant", row.tenant},
          {"detail", row.detail},
          {"source", {{"path", row.path}, {"sha256", row.sha256}, {"offset", row.offset}}}};
}

// A callback that writes the rows that `shown` lets through; `written` keeps what the sink said.
template <class Row, class Shown>
cases::Each<Row> writer(Json (*json)(const Row&), const Sink& sink, base::Result<void>& written, Shown shown) {
  return [=, &sink, &written](const Row& row) {
    if (shown(row)) written = sink(json_line(json(row)));
    return written.has_value();
  };
}

}  // namespace

base::Result<void> write_coverage(cases::Reading& reading, const ExportOptions& options, const Sink& sink) {
  const auto mine = [&](const std::string& tenant) { return !options.tenant || tenant == *options.tenant; };
  const std::string_view cleared = base::info(base::AnomalyKind::kLogCleared).name;
  base::Result<void> written;
  const auto days = reading.coverage(writer<cases::CoverageDay>(
      day_json, sink, written, [&](const cases::CoverageDay& day) { return mine(day.row.tenant); }));
  if (!days || !written) return days ? written : days;
  const auto gaps = reading.record_gaps(writer<cases::RecordGap>(
      gap_json, sink, written, [&](const cases::RecordGap& gap) { return mine(gap.tenant); }));
  if (!gaps || !written) return gaps ? written : gaps;
  const auto clears =
      reading.anomalies(writer<cases::AnomalyRow>(clear_json, sink, written, [&](const cases::AnomalyRow& row) {
        return row.kind == cleared && mine(row.tenant);
      }));
  return clears ? written : clears;
}

}  // namespace hoptrace::report
