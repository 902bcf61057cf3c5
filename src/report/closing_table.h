// The closing table: the text that ends `hoptrace hunt` on a terminal. A pure function of its summary.
//
// Evidence is escaped (escape.h) and cut to the width; what is longer than its list says how much more there is.
#pragma once

#include <string>

#include "report/closing_summary.h"

namespace hoptrace::report {

struct TerminalStyle {
  std::size_t width = 80;  // columns; less than 60 is taken as 60
  bool colour = false;
};

[[nodiscard]] std::string closing_table(const ClosingSummary& summary, const TerminalStyle& style);

}  // namespace hoptrace::report
