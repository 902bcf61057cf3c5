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

namespace {

base::Result<std::optional<std::string>> look_through(View& view, const cases::FindingQuery& query,
                                                      const std::string& id) {
  std::optional<std::string> found;
  const auto read = view.reading().findings(query, [&](const cases::StoredFinding& finding) {
    if (finding.id != id) return true;
    found = report::finding_json(finding, view.tenant());
    found->pop_back();
    return false;
  });
  if (!read) return std::unexpected(read.error());
  return found;
}

}  // namespace

// In the artifact that the table names; only a finding that is not in the table is looked for in the whole case.
base::Result<std::optional<std::string>> find_finding(View& view, const std::string& id) {
  const auto table = view.finding_table();
  if (!table) return std::unexpected(table.error());
  cases::FindingQuery query;
  query.tenant = view.tenant();
  const auto row = (*table)->artifact_of(id);
  if (!row && (*table)->rows() == (*table)->of_all()) return std::nullopt;
  if (row && *row < view.artifacts().size()) {
    query.artifact = view.artifacts()[*row].artifact.id;
    auto found = look_through(view, query, id);
    if (!found || *found) return found;
    query.artifact.reset();
  }
  return look_through(view, query, id);
}

}  // namespace hoptrace::page
