#include "page/case_document.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "page/document_text.h"
#include "page/documents.h"
#include "page/finding_table.h"
#include "page/looked_at.h"
#include "page/sessions_list.h"

namespace hoptrace::page {
namespace {

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

// How many of the records that the path rests on the case has whole, of how many.
base::Result<std::pair<std::uint64_t, std::uint64_t>> count_records(View& view) {
  std::set<std::pair<std::uint32_t, std::uint64_t>> places;
  for (const cases::HopRow& hop : view.path()) {
    for (const cases::HopEvidence& record : hop.evidence) {
      const std::uint32_t row = view.row_of(record.artifact);
      if (row != View::kNoRow) places.emplace(row, record.offset);
    }
  }
  std::uint64_t kept = 0;
  const auto read = view.reading().records([&](const cases::KeptRecord& record) {
    kept += places.contains({view.row_of(record.artifact), record.offset}) ? 1 : 0;
    return true;
  });
  if (!read) return std::unexpected(read.error());
  return std::pair(kept, static_cast<std::uint64_t>(places.size()));
}

base::Result<Json> list_left_out(View& view, std::uint64_t hops) {
  Json list = Json::array();
  const auto add = [&](std::string_view what, std::uint64_t kept, std::uint64_t of, std::string why) {
    if (kept < of) list.push_back({{"what", what}, {"kept", kept}, {"of", of}, {"why", std::move(why)}});
  };
  const auto table = view.finding_table();
  if (!table) return std::unexpected(table.error());
  add("findings", (*table)->rows(), (*table)->of_all(),
      fmt::format("grave ones, those on the path and those that the judgement rests on are here; of the others every "
                  "{}th by time",
                  (*table)->stride()));
  add("finding texts", (*table)->rows() - (*table)->texts_left_out(), (*table)->rows(),
      "what the first ones matched, by time; all texts together would be too large");
  add("finding details", (*table)->details_kept(), (*table)->details_kept() + (*table)->details_left_out(),
      "of grave findings: those on the path and those that the judgement rests on first, then the others by time");
  const std::uint64_t details = std::min<std::uint64_t>(hops, view.path().size() + view.input().bounds.hop_details);
  add("hop details", details, hops, "those on an intrusion, and the first others by time");
  const auto records = count_records(view);
  if (!records) return std::unexpected(records.error());
  add("records of the path", records->first, records->second,
      "the others could not be read again when the hunt ended, or are beyond its bounds");
  const auto sessions = view.sessions();
  if (!sessions) return std::unexpected(sessions.error());
  add("sessions", (*sessions)->rows.size(), (*sessions)->all, "those at a screen or a remote desktop first");
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
  const auto looked_at = look(view);
  if (!looked_at) return std::unexpected(looked_at.error());
  const auto findings = count_findings(view);
  if (!findings) return std::unexpected(findings.error());
  const auto hops = count_hops(view);
  if (!hops) return std::unexpected(hops.error());
  const auto left_out = list_left_out(view, *hops);
  if (!left_out) return std::unexpected(left_out.error());
  Json names = Json::array();
  for (const Document& document : documents()) names.push_back(document.name);
  const Input& input = view.input();
  return text_of(
      {{"name", input.case_name},
       {"version", input.version},
       {"made", base::iso8601(input.made)},
       {"scope", report::or_null(view.tenant())},
       {"redacted", input.redact},
       {"served", input.served},
       {"tenants", tenant_rows(view)},
       {"window", {{"first", time_or_null(looked_at->first())}, {"last", time_or_null(looked_at->last())}}},
       {"records", looked_at->records()},
       {"hosts", looked_at->hosts()},
       {"findings", *findings},
       {"hops", *hops},
       {"documents", std::move(names)},
       {"left_out", *left_out}});
}

}  // namespace hoptrace::page
