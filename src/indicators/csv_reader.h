// CsvReader: rows of RFC 4180 text, with the line that each begins on.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hoptrace::indicators {

struct CsvRow {
  int line = 0;  // from 1
  std::vector<std::string> cells;
};

class CsvReader {
 public:
  explicit CsvReader(std::string_view text) : text_(text) {}
  // The next row that is not empty; nothing at the end. A quote that is never closed runs to the end of the text.
  std::optional<CsvRow> next();

 private:
  std::string cell();

  std::string_view text_;
  std::size_t at_ = 0;
  int line_ = 1;
};

}  // namespace hoptrace::indicators
