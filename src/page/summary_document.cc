#include "page/summary_document.h"

#include <fmt/format.h>

#include <algorithm>

#include "page/document_text.h"
#include "report/closing_summary.h"

namespace hoptrace::page {
namespace {

base::Result<Json> level_rows(View& view) {
  auto rows = view.reading().summary(cases::SummaryBy::kLevel);
  if (!rows) return std::unexpected(rows.error());
  std::ranges::stable_sort(*rows, {}, [](const cases::SummaryRow& row) { return report::level_rank(row.key); });
  Json list = Json::array();
  for (const cases::SummaryRow& row : *rows)
    list.push_back({{"level", row.key}, {"certain", row.certain}, {"uncertain", row.uncertain}});
  return list;
}

}  // namespace

base::Result<std::string> make_summary(View& view) {
  const bool compromised = !view.intrusions().empty();
  Json summary{{"state", compromised ? "compromised" : "no_sign"},
               {"headline", compromised ? "An intruder was in this network." : "No intrusion was traced."},
               {"answer", Json::array()},
               {"since", nullptr},
               {"until", nullptr},
               {"tenants", Json::array()},
               {"who", {{"text", ""}, {"confidence_text", ""}, {"rests_on", Json::array()}}},
               {"loss", Json::array()},
               {"not_known", Json::array()},
               {"do_now", Json::array()}};
  for (const cases::IntrusionRow& intrusion : view.intrusions()) {
    Json refs = Json::array();
    for (const std::string& hop : intrusion.hops) refs.push_back(hop_ref(hop));
    summary["answer"].push_back(
        {{"text", fmt::format("The intruder moved {} times between hosts.", intrusion.hops.size())},
         {"rests_on", std::move(refs)}});
    for (const std::string& gap : intrusion.gaps) summary["not_known"].push_back(gap);
  }
  if (compromised) {
    const cases::IntrusionRow& first = view.intrusions().front();
    const Json refs = Json::array({hop_ref(first.hops.front())});
    summary["since"] = {{"time", base::iso8601(first.first)}, {"rests_on", refs}};
    summary["until"] = {{"time", base::iso8601(first.last)}, {"rests_on", Json::array({hop_ref(first.hops.back())})}};
  }
  auto levels = level_rows(view);
  if (!levels) return std::unexpected(levels.error());
  summary["levels"] = std::move(*levels);
  return text_of(summary);
}

}  // namespace hoptrace::page
