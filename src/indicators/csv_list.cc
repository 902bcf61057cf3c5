// CSV lists: a first row with names of columns (type and value at least), or no such row and type, value in this
// order.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

#include "base/csv.h"
#include "base/unicode.h"
#include "indicators/indicator_list.h"

namespace hoptrace::indicators {
namespace {

using base::CsvRow;

// The columns that are read, and the names that lists give them.
enum Column : std::size_t { kType, kValue, kConfidence, kPublished, kActor, kMalware, kSource, kNote, kColumns };
constexpr std::array<std::string_view, kColumns> kNames{
    "|type|indicator_type|", "|value|indicator|ioc|", "|confidence|",       "|published|first_seen|date|",
    "|actor|tool_or_actor|", "|malware|tool|",        "|source|reference|", "|note|comment|description|"};

using Columns = std::array<std::size_t, kColumns>;
constexpr std::size_t kNone = static_cast<std::size_t>(-1);
// A list of two columns without a first row that names them: type, value.
constexpr Columns kUnheaded{0, 1, kNone, kNone, kNone, kNone, kNone, kNone};

std::optional<Columns> header_of(const CsvRow& row) {
  Columns out;
  out.fill(kNone);
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    std::string name("|");
    name.append(base::fold(row.cells[i])).append("|");
    for (std::size_t column = 0; column < kColumns; ++column) {
      if (out[column] == kNone && kNames[column].find(name) != std::string_view::npos) out[column] = i;
    }
  }
  if (out[kType] == kNone || out[kValue] == kNone) return std::nullopt;
  return out;
}

std::string cell(const CsvRow& row, const Columns& columns, Column column) {
  return columns[column] < row.cells.size() ? row.cells[columns[column]] : std::string{};
}

// "2017-04-05", also as "pub:2017-04-05".
std::optional<base::Time> date_of(std::string_view text) {
  if (text.starts_with("pub:")) text.remove_prefix(4);
  return base::parse_time(text, true);
}

void read_row(const CsvRow& row, const Columns& columns, std::string place, IndicatorList& list) {
  const std::string type = cell(row, columns, kType), confidence = cell(row, columns, kConfidence),
                    published = cell(row, columns, kPublished);
  const auto known = type_of(type);
  if (!known) return list.refused.push_back({place, fmt::format("type {:?} is not one that can be looked up", type)});
  Indicator indicator;
  indicator.type = *known;
  indicator.value = cell(row, columns, kValue);
  if (!confidence.empty()) {
    const auto level = confidence_of(confidence);
    if (!level)
      return list.refused.push_back({place, fmt::format("confidence {:?} is not low, medium or high", confidence)});
    indicator.confidence = *level;
  }
  if (!published.empty()) {
    indicator.published = date_of(published);
    if (!indicator.published) return list.refused.push_back({place, fmt::format("{:?} is not a date", published)});
  }
  indicator.actor = cell(row, columns, kActor);
  indicator.malware = cell(row, columns, kMalware);
  indicator.source = cell(row, columns, kSource);
  indicator.note = cell(row, columns, kNote);
  indicator.place = std::move(place);
  admit(std::move(indicator), list);
}

}  // namespace

base::Result<IndicatorList> parse_csv(std::string_view text, std::string_view place) {
  const auto rows = base::parse_csv(text, place);
  if (!rows) return std::unexpected(rows.error());
  if (rows->empty()) return base::fail(base::Code::kMalformed, "the indicator list is empty", std::string(place));
  const CsvRow& first = rows->front();
  auto columns = header_of(first);
  const bool headed = columns.has_value();
  if (!headed) {
    if (first.cells.size() != 2 || !type_of(first.cells[0])) {
      return base::fail(
          base::Code::kMalformed,
          "an indicator list in CSV begins with a row that names its columns, type and value among them",
          fmt::format("{}:{}", place, first.line), "Add such a row, or give a STIX 2.1 or MISP file");
    }
    columns = kUnheaded;
  }
  IndicatorList list;
  for (const CsvRow& row : std::span(*rows).subspan(headed ? 1 : 0)) {
    if (row.cells.front().starts_with('#')) continue;
    read_row(row, *columns, fmt::format("{}:{}", place, row.line), list);
  }
  return list;
}

}  // namespace hoptrace::indicators
