// ClosingSummary: what the closing table tells, gathered from a case. Lists are bounded here, with the number of what
// was left out beside them, so that a summary stays small however large the case is.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cases/reading.h"
#include "report/judged.h"

namespace hoptrace::report {

// The first rows of a longer list.
template <class Row>
struct Top {
  std::vector<Row> rows;
  std::uint64_t all = 0;
  [[nodiscard]] std::uint64_t left_out() const { return all - rows.size(); }
};

struct ClosingSummary {
  std::string version;    // of the program
  std::string case_path;  // as the user wrote it
  std::uint64_t tenants = 0, hosts = 0, records = 0;
  std::optional<std::int32_t> first_day, last_day;  // of all coverage, days since 1970-01-01

  std::vector<cases::SummaryRow> levels;  // gravest first
  Top<cases::SummaryRow> rules;           // gravest first, then by count
  Top<cases::SummaryRow> hosts_found;     // by tenant; in it by count
  Top<cases::SightingGroup> indicators;   // those seen in more than one place, the most places first
  std::uint64_t indicators_seen = 0;      // all
  std::vector<cases::AnomalyGroup> lost;  // kinds that mean that something was not read
  std::vector<cases::AnomalyGroup> odd;   // the others
  std::uint64_t rules_on = 0, rules_idle = 0;
  Top<cases::RuleNote> refused, waiting;
  std::uint64_t hops = 0, borders = 0;  // traced; of them into another organisation
  std::vector<std::string> intrusions;  // a line each: where it began, through which hosts
  std::uint64_t intrusions_left_out = 0;
  Judged judged;
  std::uint64_t suppressed = 0;  // findings that the allow file leaves out
};

// All but `version`, `case_path` and `suppressed`, which the caller knows.
[[nodiscard]] base::Result<ClosingSummary> gather_closing(cases::Reading& reading);

// 0 is the gravest; a level of no known name comes last.
[[nodiscard]] std::size_t level_rank(std::string_view level);

}  // namespace hoptrace::report
