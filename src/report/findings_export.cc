#include "report/findings_export.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <span>

#include "report/escape.h"
#include "report/finding_json.h"
#include "report/finding_view.h"

namespace hoptrace::report {
namespace {

using cases::StoredFinding;
const cases::RuleRecord kNoRule{};

// What a CSV row is made from.
struct Row {
  const StoredFinding& finding;
  const cases::RuleRecord& rule;
  std::vector<SourceView> sources;
  const SourceView& source;
};

struct Column {
  std::string_view name;
  std::string (*cell)(const Row& row);
};

std::string joined(const std::vector<std::string>& texts) {
  return fmt::format("{}", fmt::join(texts, "; "));
}

std::string matched(const Row& row) {
  std::string text;
  for (const auto& [field, value] : row.finding.row.matched) {
    text += fmt::format("{}{}={}", text.empty() ? "" : "; ", field, value);
  }
  return text;
}

std::string other_paths(const Row& row) {
  std::vector<std::string> paths;
  for (const SourceView& view : std::span(row.sources).subspan(1)) {
    if (view.path) paths.push_back(*view.path);
  }
  return joined(paths);
}

std::string record_id(const Row& row) {
  const std::uint64_t id = row.finding.row.event.record_id;
  return id == 0 ? "" : std::to_string(id);
}

// One line, whatever the record's text has in it; runs of white space are one blank.
std::string message(const Row& row) {
  const std::string text =
      fmt::format("{}{}{}{}{}", row.rule.title, row.finding.row.event.host.empty() ? "" : " on ",
                  row.finding.row.event.host, row.finding.row.matched.empty() ? "" : ": ", matched(row));
  std::string line;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (!space) line += c;
    if (space && !line.ends_with(' ')) line += ' ';
  }
  return line;
}

constexpr Column kTime{"time", [](const Row& r) { return time_of(r.finding.row.event).value_or(""); }};
constexpr Column kLevel{"level", [](const Row& r) { return r.finding.row.level; }};
constexpr Column kCertainty{"certainty", [](const Row& r) { return std::string(certainty(r.finding.row)); }};
constexpr Column kTenant{"tenant", [](const Row& r) { return r.finding.row.tenant; }};
constexpr Column kHost{"host", [](const Row& r) { return r.finding.row.event.host; }};
constexpr Column kRule{"rule", [](const Row& r) { return r.rule.title; }};
constexpr Column kRuleId{"rule_id", [](const Row& r) { return r.rule.id; }};
constexpr Column kTags{"tags", [](const Row& r) { return joined(r.rule.tags); }};
constexpr Column kChannel{"channel", [](const Row& r) { return r.finding.row.event.channel; }};
constexpr Column kProvider{"provider", [](const Row& r) { return r.finding.row.event.provider; }};
constexpr Column kEventId{"event_id", [](const Row& r) { return std::to_string(r.finding.row.event.event_id); }};
constexpr Column kRecordId{"record_id", record_id};
constexpr Column kMatched{"matched", matched};
constexpr Column kMissing{"missing", [](const Row& r) { return joined(r.finding.row.missing); }};
constexpr Column kContext{"context", [](const Row& r) { return joined(r.finding.row.context); }};
constexpr Column kPath{"path", [](const Row& r) { return r.source.path.value_or(""); }};
constexpr Column kOffset{"offset", [](const Row& r) { return std::to_string(r.source.offset); }};
constexpr Column kSha256{"sha256", [](const Row& r) { return r.source.sha256; }};
constexpr Column kOtherPaths{"other_paths", other_paths};
constexpr Column kId{"finding_id", [](const Row& r) { return r.finding.id; }};
constexpr Column kMessage{"message", message};
constexpr Column kDatetime{"datetime", [](const Row& r) { return time_of(r.finding.row.event).value_or(""); }};
constexpr Column kDescription{"timestamp_desc", [](const Row&) { return std::string("Event Logged"); }};

constexpr std::array kSpreadsheet{kTime,    kLevel,   kCertainty,  kTenant,  kHost,     kRule,     kMatched,
                                  kMissing, kContext, kChannel,    kEventId, kRecordId, kProvider, kPath,
                                  kOffset,  kSha256,  kOtherPaths, kTags,    kRuleId,   kId};
constexpr std::array kTimeline{kMessage, kDatetime, kDescription, kLevel,   kCertainty, kTenant,  kHost,
                               kRule,    kRuleId,   kTags,        kChannel, kProvider,  kEventId, kRecordId,
                               kMatched, kPath,     kOffset,      kSha256,  kId};

std::string header(std::span<const Column> columns) {
  std::string line;
  for (const Column& column : columns) line.append(line.empty() ? "" : ",").append(column.name);
  return line + "\r\n";
}

std::string csv_row(const StoredFinding& finding, std::span<const Column> columns, const ExportOptions& options) {
  auto sources = sources_for(finding.sources, options.tenant);
  if (sources.empty()) sources.emplace_back();
  const SourceView first = sources.front();
  const Row row{finding, finding.rule ? *finding.rule : kNoRule, std::move(sources), first};
  std::string line;
  for (const Column& column : columns) {
    if (&column != columns.data()) line += ',';
    line += csv_cell(column.cell(row));
  }
  return line + "\r\n";
}

// Hands every finding, by time, to the sink as `text_of` writes it; an empty text is left out.
template <class TextOf>
base::Result<void> write_each(cases::Reading& reading, const ExportOptions& options, const Sink& sink,
                              TextOf&& text_of) {
  base::Result<void> written;
  cases::FindingQuery query;
  query.tenant = options.tenant;
  const auto read = reading.findings(query, [&](const StoredFinding& finding) {
    const std::string text = text_of(finding);
    if (!text.empty()) written = sink(text);
    return written.has_value();
  });
  return read ? written : read;
}

}  // namespace

base::Result<void> write_findings(cases::Reading& reading, const ExportOptions& options, const Sink& sink) {
  return write_each(reading, options, sink, [&](const StoredFinding& f) { return finding_json(f, options.tenant); });
}

base::Result<void> write_findings_csv(cases::Reading& reading, const ExportOptions& options, const Sink& sink) {
  if (auto written = sink(header(kSpreadsheet)); !written) return written;
  return write_each(reading, options, sink,
                    [&](const StoredFinding& f) { return csv_row(f, kSpreadsheet, options); });
}

base::Result<void> write_timeline(cases::Reading& reading, const ExportOptions& options, const Sink& sink) {
  if (auto written = sink(header(kTimeline)); !written) return written;
  return write_each(reading, options, sink, [&](const StoredFinding& f) {
    return f.row.event.timed ? csv_row(f, kTimeline, options) : std::string();
  });
}

}  // namespace hoptrace::report
