// Table: a CSV file whose first row names its columns, read whole and checked, for the tables under content/.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/csv.h"
#include "base/result.h"

namespace hoptrace::assess {

class Table {
 public:
  // Reads `path`, which must have all of `columns`; more columns and lines that begin with # are passed over. Errors:
  // no such file, more than 64 MiB, more than `most_rows` rows, a column missing, a row with too few cells.
  [[nodiscard]] static base::Result<Table> read(const std::string& path, std::span<const std::string_view> columns,
                                                std::size_t most_rows);

  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  // The cell of `row` under the `column`th of the columns that were asked for.
  [[nodiscard]] const std::string& cell(std::size_t row, std::size_t column) const {
    return rows_[row].cells[places_[column]];
  }
  // "path:line" of a row, for errors.
  [[nodiscard]] std::string place(std::size_t row) const;

 private:
  std::string path_;
  std::vector<base::CsvRow> rows_;
  std::vector<std::size_t> places_;
};

// A whole file as text. Errors: there is none, it cannot be read, it is larger than `most_bytes`.
[[nodiscard]] base::Result<std::string> read_text(const std::string& path, std::size_t most_bytes);

}  // namespace hoptrace::assess
