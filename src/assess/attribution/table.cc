#include "assess/attribution/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

namespace hoptrace::assess {
namespace {

constexpr std::size_t kMostBytes = 64u << 20;

base::Result<std::vector<std::size_t>> places_of(const base::CsvRow& header,
                                                 std::span<const std::string_view> columns, const std::string& path) {
  std::vector<std::size_t> places;
  for (const std::string_view column : columns) {
    const auto found = std::ranges::find(header.cells, column);
    if (found == header.cells.end()) {
      return base::fail(base::Code::kMalformed, fmt::format("the table has no column `{}`", column), path,
                        "Its first row must name its columns");
    }
    places.push_back(static_cast<std::size_t>(std::distance(header.cells.begin(), found)));
  }
  return places;
}

}  // namespace

base::Result<std::string> read_text(const std::string& path, std::size_t most_bytes) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) return base::fail(base::Code::kNotFound, "there is no such file", path);
  if (std::filesystem::is_directory(status)) return base::fail(base::Code::kUsage, "a folder is no file", path);
  std::ifstream file(path, std::ios::binary);
  if (!file) return base::fail(base::Code::kUnreadable, "the file cannot be opened", path);
  std::string text(most_bytes + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (file.bad()) return base::fail(base::Code::kUnreadable, "the file cannot be read", path);
  const auto got = static_cast<std::size_t>(file.gcount());
  if (got > most_bytes)
    return base::fail(base::Code::kLimit, fmt::format("the file is larger than {} bytes", most_bytes), path);
  text.resize(got);
  text.shrink_to_fit();
  return text;
}

base::Result<Table> Table::read(const std::string& path, std::span<const std::string_view> columns,
                                std::size_t most_rows) {
  std::error_code error;
  const auto bytes = std::filesystem::file_size(path, error);
  const auto text = read_text(path, error ? kMostBytes : std::min<std::size_t>(bytes, kMostBytes));
  if (!text) return std::unexpected(text.error());
  auto rows = base::parse_csv(*text, path);
  if (!rows) return std::unexpected(rows.error());
  if (rows->empty()) return base::fail(base::Code::kMalformed, "the table is empty", path);
  if (rows->size() > most_rows + 1)
    return base::fail(base::Code::kLimit, fmt::format("the table has more than {} rows", most_rows), path);
  auto places = places_of(rows->front(), columns, path);
  if (!places) return std::unexpected(places.error());
  Table table;
  table.path_ = path;
  table.places_ = std::move(*places);
  const std::size_t needed = *std::ranges::max_element(table.places_) + 1;
  for (auto row = rows->begin() + 1; row != rows->end(); ++row) {
    if (row->cells.front().starts_with('#')) continue;
    if (row->cells.size() < needed)
      return base::fail(base::Code::kMalformed, "a row with too few cells", fmt::format("{}:{}", path, row->line));
    table.rows_.push_back(std::move(*row));
  }
  return table;
}

std::string Table::place(std::size_t row) const {
  return fmt::format("{}:{}", path_, rows_[row].line);
}

}  // namespace hoptrace::assess
