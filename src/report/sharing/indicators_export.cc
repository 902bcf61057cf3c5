#include "report/sharing/indicators_export.h"

#include <array>
#include <map>
#include <tuple>

#include "report/escape.h"
#include "report/sharing/observed_fields.h"
#include "report/sharing/shared_case.h"

namespace hoptrace::report {
namespace {

struct Row {
  std::string basis, confidence, whose, source, rule, finding;
  std::uint64_t sightings = 0;
  std::optional<base::Time> first, last;
};
using Key = std::tuple<std::string, std::string, std::string>;  // type, value, tenant
using Rows = std::map<Key, Row>;

constexpr std::size_t kRows = 50'000;

std::string_view type_of(Observed kind) {
  switch (kind) {
    case Observed::kFile:
      return "path";
    case Observed::kAddress:
      return "address";
    case Observed::kDomain:
      return "domain";
    case Observed::kUrl:
      return "url";
    case Observed::kHashes:
      return "hashes";
    default:
      return {};  // accounts, command lines and keys are a host's own: nothing to look for elsewhere
  }
}

void count(Row& row, std::uint64_t sightings, const std::optional<base::Time>& first,
           const std::optional<base::Time>& last) {
  row.sightings += sightings;
  if (first && (!row.first || *first < *row.first)) row.first = first;
  if (last && (!row.last || *last > *row.last)) row.last = last;
}

void add_published(const SharedCase& shared, Rows& rows) {
  for (const SharedSighting& one : shared.sightings) {
    Row& row = rows[{one.published.type, one.published.value, one.tenant}];
    row.basis = "published";
    row.confidence = one.rule.level;
    row.whose = one.published.whose;
    row.source = one.rule.author;
    row.rule = one.rule.id;
    count(row, one.group.sightings, one.group.first, one.group.last);
  }
}

// What the gravest findings matched on. The value was in a record of a suspicious act; that it is the intruder's is
// for the reader to judge.
void add_observed(const SharedCase& shared, Rows& rows) {
  for (const SharedFinding& one : shared.findings) {
    const cases::FindingRow& found = one.finding.row;
    const bool grave = found.level == "critical" || found.level == "high";
    if (!grave || one.rule.kind == cases::RuleKind::kIndicator) continue;
    for (const auto& [field, value] : found.matched) {
      const std::string_view type = type_of(observed_as(field, value));
      if (type.empty() || rows.size() >= kRows) continue;
      Row& row = rows[{std::string(type), value, found.tenant}];
      const std::optional<base::Time> time = found.event.timed ? std::optional(found.event.time) : std::nullopt;
      if (row.basis.empty()) {
        row.basis = "observed";
        row.source = one.rule.title;
        row.rule = one.rule.id;
        row.finding = one.finding.id;
      }
      if (row.basis == "observed") count(row, 1, time, time);
    }
  }
}

std::string text_of(const std::optional<base::Time>& time) {
  return time ? base::iso8601(*time) : std::string();
}

std::string csv_row(const Key& key, const Row& row, std::string_view tlp) {
  const std::array<std::string, 13> cells{std::get<0>(key),
                                          std::get<1>(key),
                                          row.basis,
                                          row.confidence,
                                          row.whose,
                                          std::get<2>(key),
                                          std::to_string(row.sightings),
                                          text_of(row.first),
                                          text_of(row.last),
                                          row.source,
                                          row.finding,
                                          std::string(tlp),
                                          row.rule};
  std::string line;
  for (const std::string& cell : cells) {
    if (&cell != cells.data()) line += ',';
    line += csv_cell(cell);
  }
  return line + "\r\n";
}

}  // namespace

base::Result<void> write_indicators(cases::Reading& reading, const ExportOptions& options, const Sink& sink) {
  const auto shared = SharedCase::gather(reading, options);
  if (!shared) return std::unexpected(shared.error());
  Rows rows;
  add_published(*shared, rows);
  add_observed(*shared, rows);
  auto written = sink(
      "type,value,basis,confidence,whose,tenant,sightings,first_seen,last_seen,source,finding_id,tlp,rule_id\r\n");
  for (auto row = rows.begin(); written && row != rows.end(); ++row)
    written = sink(csv_row(row->first, row->second, mark_of(options.tlp).label));
  return written;
}

}  // namespace hoptrace::report
