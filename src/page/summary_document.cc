#include "page/summary_document.h"

#include <algorithm>

#include "page/answer.h"
#include "page/open_questions.h"
#include "report/closing_summary.h"

namespace hoptrace::page {
namespace {

Json level_rows(const FindingTable& findings) {
  auto levels = findings.levels();
  std::ranges::stable_sort(levels, {}, [](const auto& row) { return report::level_rank(row.level); });
  Json list = Json::array();
  for (const auto& row : levels)
    list.push_back({{"level", row.level}, {"certain", row.certain}, {"uncertain", row.uncertain}});
  return list;
}

}  // namespace

base::Result<std::string> make_summary(View& view) {
  const auto findings = view.finding_table();
  if (!findings) return std::unexpected(findings.error());
  const auto looked_at = look(view);
  if (!looked_at) return std::unexpected(looked_at.error());
  const Told told{view, **findings, *looked_at};
  Json summary{{"state", state_name(state_of(view, **findings))},
               {"headline", headline(told)},
               {"answer", answer_sentences(told)},
               {"since", since(view)},
               {"until", until(view)},
               {"tenants", tenant_states(told)}};
  const auto add = [&](const char* name, base::Result<Json> part) -> base::Result<void> {
    if (!part) return std::unexpected(part.error());
    summary[name] = std::move(*part);
    return {};
  };
  if (auto added = add("who", who_it_was(view)); !added) return std::unexpected(added.error());
  if (auto added = add("loss", what_was_lost(view)); !added) return std::unexpected(added.error());
  if (auto added = add("not_known", not_known(told)); !added) return std::unexpected(added.error());
  if (auto added = add("do_now", to_do_now(told)); !added) return std::unexpected(added.error());
  summary["levels"] = level_rows(**findings);
  return text_of(summary);
}

}  // namespace hoptrace::page
