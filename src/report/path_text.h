// The path as text for a terminal, for `hoptrace trace`: each intrusion with its hops in order, what says so, what is
// missing and what else it could have been.
#pragma once

#include <optional>
#include <string>

#include "cases/reading.h"
#include "report/closing_table.h"

namespace hoptrace::report {

// What is asked for; nothing given: all intrusions.
struct PathQuery {
  std::optional<cases::HopPlace> from, to;  // hosts compare without case and domain
  std::string account;                      // with its domain or without, without case
  std::optional<base::Time> around;         // within a day
  bool hops_too = false;                    // also hops that are on no intrusion
};

// A host as text, or that it is not known. Not escaped.
[[nodiscard]] std::string place_text(const cases::HopPlace& place);

[[nodiscard]] base::Result<std::string> path_text(cases::Reading& reading, const PathQuery& query,
                                                  const TerminalStyle& style);

}  // namespace hoptrace::report
