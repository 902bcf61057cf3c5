#include "page/case_document.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "page/document_text.h"
#include "page/documents.h"
#include "page/finding_table.h"

namespace hoptrace::page {
namespace {

struct Counts {
  std::set<std::pair<std::string, std::string>> hosts;
  std::uint64_t records = 0;
  std::optional<base::Time> first, last;
};

base::Result<Counts> count_coverage(View& view) {
  Counts counts;
  const auto read = view.reading().coverage([&](const cases::CoverageDay& day) {
    if (!view.may_see(day.row.tenant)) return true;
    if (!day.row.host.empty()) counts.hosts.emplace(day.row.tenant, day.row.host);
    counts.records += day.row.records;
    if (day.row.records == 0) return true;
    counts.first = std::min(counts.first.value_or(day.row.first), day.row.first);
    counts.last = std::max(counts.last.value_or(day.row.last), day.row.last);
    return true;
  });
  if (!read) return std::unexpected(read.error());
  return counts;
}

Json time_or_null(const std::optional<base::Time>& time) {
  return time ? Json(base::iso8601(*time)) : Json();
}

base::Result<Json> count_findings(View& view) {
  const auto rows = view.reading().summary(cases::SummaryBy::kTenant);
  if (!rows) return std::unexpected(rows.error());
  std::uint64_t certain = 0, uncertain = 0;
  for (const cases::SummaryRow& row : *rows) {
    if (!view.may_see(row.tenant)) continue;
    certain += row.certain;
    uncertain += row.uncertain;
  }
  return Json{{"certain", certain}, {"uncertain", uncertain}};
}

base::Result<std::uint64_t> count_hops(View& view) {
  std::uint64_t hops = 0;
  const auto read = view.reading().hops([&](const cases::HopRow& hop) {
    hops += view.border().shown(hop) ? 1 : 0;
    return true;
  });
  if (!read) return std::unexpected(read.error());
  return hops;
}

base::Result<Json> list_left_out(View& view, std::uint64_t hops) {
  Json list = Json::array();
  const auto add = [&](std::string_view what, std::uint64_t kept, std::uint64_t of, std::string why) {
    if (kept < of) list.push_back({{"what", what}, {"kept", kept}, {"of", of}, {"why", std::move(why)}});
  };
  const auto table = view.finding_table();
  if (!table) return std::unexpected(table.error());
  add("findings", (*table)->rows(), (*table)->of_all(),
      fmt::format("of those that are not grave, every {}th by time", (*table)->stride()));
  const std::uint64_t details = std::min<std::uint64_t>(hops, view.path().size() + view.input().bounds.hop_details);
  add("hop details", details, hops, "those on an intrusion, and the first others by time");
  return list;
}

Json tenant_rows(const View& view) {
  Json rows = Json::array();
  for (const Organisation& one : view.organisations())
    rows.push_back({{"name", one.name}, {"role", report::or_null(one.role)}, {"msp", report::or_null(one.msp)}});
  return rows;
}

}  // namespace

base::Result<std::string> make_case(View& view) {
  const auto counts = count_coverage(view);
  if (!counts) return std::unexpected(counts.error());
  const auto findings = count_findings(view);
  if (!findings) return std::unexpected(findings.error());
  const auto hops = count_hops(view);
  if (!hops) return std::unexpected(hops.error());
  const auto left_out = list_left_out(view, *hops);
  if (!left_out) return std::unexpected(left_out.error());
  Json names = Json::array();
  for (const Document& document : documents()) names.push_back(document.name);
  const Input& input = view.input();
  return text_of({{"name", input.case_name},
                  {"version", input.version},
                  {"made", base::iso8601(input.made)},
                  {"scope", report::or_null(view.tenant())},
                  {"redacted", input.redact},
                  {"served", input.served},
                  {"tenants", tenant_rows(view)},
                  {"window", {{"first", time_or_null(counts->first)}, {"last", time_or_null(counts->last)}}},
                  {"records", counts->records},
                  {"hosts", counts->hosts.size()},
                  {"findings", *findings},
                  {"hops", *hops},
                  {"documents", std::move(names)},
                  {"left_out", *left_out}});
}

}  // namespace hoptrace::page
