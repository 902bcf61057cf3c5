#include "page/timeline_document.h"

#include "page/document_text.h"
#include "page/sessions_list.h"

namespace hoptrace::page {
namespace {

// Days that follow each other are one stretch.
base::Result<Json> coverage_rows(View& view) {
  Json rows = Json::array();
  const auto read = view.reading().coverage([&](const cases::CoverageDay& day) {
    const cases::CoverageRow& row = day.row;
    if (!view.may_see(row.tenant) || row.records == 0) return true;
    const bool same = !rows.empty() && rows.back()["tenant"] == row.tenant && rows.back()["host"] == row.host &&
                      rows.back()["channel"] == row.channel;
    if (!same)
      rows.push_back({{"tenant", row.tenant}, {"host", row.host}, {"channel", row.channel}, {"days", Json::array()}});
    Json& days = rows.back()["days"];
    if (!days.empty() && days.back()[0].get<std::int64_t>() + days.back()[1].get<std::int64_t>() == row.day) {
      days.back()[1] = days.back()[1].get<std::int64_t>() + 1;
      days.back()[2] = days.back()[2].get<std::uint64_t>() + row.records;
    } else {
      days.push_back(Json::array({row.day, 1, row.records}));
    }
    return true;
  });
  if (!read) return std::unexpected(read.error());
  return rows;
}

}  // namespace

base::Result<Json> gap_rows(View& view) {
  Json rows = Json::array();
  const auto read = view.reading().record_gaps([&](const cases::RecordGap& gap) {
    if (!view.may_see(gap.tenant)) return true;
    if (rows.size() >= view.input().bounds.gaps) return false;
    rows.push_back({{"tenant", gap.tenant},
                    {"host", gap.host},
                    {"channel", gap.channel},
                    {"before", base::iso8601(gap.before)},
                    {"after", base::iso8601(gap.after)},
                    {"missing", gap.last_missing - gap.first_missing + 1}});
    return true;
  });
  if (!read) return std::unexpected(read.error());
  return rows;
}

base::Result<std::string> make_timeline(View& view) {
  const auto sessions = view.sessions();
  if (!sessions) return std::unexpected(sessions.error());
  const auto coverage = coverage_rows(view);
  if (!coverage) return std::unexpected(coverage.error());
  const auto gaps = gap_rows(view);
  if (!gaps) return std::unexpected(gaps.error());
  return text_of(
      {{"sessions", (*sessions)->rows}, {"of_sessions", (*sessions)->all}, {"coverage", *coverage}, {"gaps", *gaps}});
}

}  // namespace hoptrace::page
