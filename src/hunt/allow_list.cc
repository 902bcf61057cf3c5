#include "hunt/allow_list.h"

#include <algorithm>

#include "base/csv.h"
#include "base/unicode.h"
#include "base/yaml.h"
#include "rules/glob_text.h"

namespace hoptrace::hunt {
namespace {

constexpr const char* kColumns = "The columns are rule, field, value, reason";

bool row_leaves_out(const AllowList::Row& row, std::string_view rule_id, const match::Match& match) {
  if (row.rule != "*" && row.rule != rule_id) return false;
  if (row.field.empty()) return true;
  return std::any_of(match.matched.begin(), match.matched.end(), [&row](const auto& pair) {
    return pair.first == row.field && row.glob.matches(base::fold(pair.second));
  });
}

}  // namespace

base::Result<AllowList> AllowList::load(const std::string& path) {
  const auto text = base::read_text_file(path);
  if (!text) return std::unexpected(text.error());
  const auto rows = base::parse_csv(*text, path);
  if (!rows) return std::unexpected(rows.error());
  const std::vector<std::string> head{"rule", "field", "value", "reason"};
  if (rows->empty() || rows->front().cells != head) {
    return base::fail(base::Code::kMalformed, "the first line does not name the columns", path + ":1", kColumns);
  }
  AllowList out;
  for (std::size_t i = 1; i < rows->size(); ++i) {
    const base::CsvRow& row = (*rows)[i];
    const std::string place = path + ":" + std::to_string(row.line);
    if (row.cells.size() != head.size())
      return base::fail(base::Code::kMalformed, "this line has not four cells", place, kColumns);
    if (row.cells[0].empty() || row.cells[3].empty()) {
      return base::fail(base::Code::kMalformed, "a rule and a reason are needed", place,
                        "Write the rule's id (or * for all) and why its findings are left out");
    }
    out.rows_.push_back(
        {row.cells[0], row.cells[1], row.cells[2], row.cells[3],
         match::CompiledGlob(rules::make_glob(rules::read_wildcards(row.cells[2]), rules::Placement::kWhole, false)),
         row.line});
  }
  return out;
}

std::optional<std::size_t> AllowList::leaves_out(std::string_view rule_id, const match::Match& match) const {
  const auto found =
      std::find_if(rows_.begin(), rows_.end(), [&](const Row& row) { return row_leaves_out(row, rule_id, match); });
  if (found == rows_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - rows_.begin());
}

}  // namespace hoptrace::hunt
