// Csv: tables in text, RFC 4180: quoted cells, doubled quotes, line breaks inside quotes, LF or CRLF, a BOM in front.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace hoptrace::base {

struct CsvRow {
  std::vector<std::string> cells;
  int line = 0;  // of its first cell, from 1
};

// All rows; blank lines are passed over. Errors name `place:line`: a quote that never closes, more than 10 million
// cells.
[[nodiscard]] Result<std::vector<CsvRow>> parse_csv(std::string_view text, std::string_view place);

}  // namespace hoptrace::base
