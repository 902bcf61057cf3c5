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
  std::string out = "{";
  std::size_t room = view.input().bounds.finding_details;
  cases::FindingQuery query;
  query.tenant = view.tenant();
  const auto read = view.reading().findings(query, [&](const cases::StoredFinding& finding) {
    if (!is_grave(finding)) return true;
    if (room == 0) return false;
    --room;
    if (out.size() > 1) out += ',';
    std::string line = report::finding_json(finding, view.tenant());
    line.pop_back();
    out += text_of(Json(finding.id)) + ':' + line;
    return true;
  });
  if (!read) return std::unexpected(read.error());
  return out + "}";
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
