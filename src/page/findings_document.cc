#include "page/findings_document.h"

#include "page/finding_table.h"
#include "report/finding_json.h"

namespace hoptrace::page {

base::Result<std::string> make_findings(View& view) {
  const auto table = view.finding_table();
  if (!table) return std::unexpected(table.error());
  return (*table)->columns();
}

base::Result<std::string> make_finding_texts(View& view) {
  const auto table = view.finding_table();
  if (!table) return std::unexpected(table.error());
  return (*table)->texts();
}

base::Result<std::string> make_finding_details(View& view) {
  const auto table = view.finding_table();
  if (!table) return std::unexpected(table.error());
  return (*table)->details();
}

base::Result<std::optional<std::string>> find_finding(View& view, const std::string& id) {
  std::optional<std::string> found;
  cases::FindingQuery query;
  query.tenant = view.tenant();
  const auto read = view.reading().findings(query, [&](const cases::StoredFinding& finding) {
    if (finding.id != id) return true;
    found = report::finding_json(finding, view.tenant());
    found->pop_back();
    return false;
  });
  if (!read) return std::unexpected(read.error());
  return found;
}

}  // namespace hoptrace::page
