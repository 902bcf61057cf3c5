// Regression: SigmaHQ's regression folders, run as they stand: the library side of `hoptrace rules test`.
//
// A case is an `info.yml` (rule id, tests with path and match_count; sigmahq-regression-convention) beside its
// evidence. A match_count is exact; without one, at least one match is wanted. `CORRECTIONS.csv` at the top replaces
// stale counts (columns rule_id, match_count_in_info, count_found_by_three_engines). Only certain matches of the
// case's own rule count.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "hunt/equipment.h"

namespace hoptrace::hunt {

struct RegressionResult {
  std::string info;  // path of its info.yml
  std::string rule_id, title;
  std::optional<std::uint64_t> expected;
  bool corrected = false;  // `expected` is from CORRECTIONS.csv
  std::uint64_t certain = 0, uncertain = 0;
  std::string trouble;  // why it could not be run; empty: it was

  [[nodiscard]] bool passed() const { return trouble.empty() && (expected ? certain == *expected : certain > 0); }
};

// `equipment` holds the rules by whose ids the cases are looked up. Fails where `folder` cannot be read or holds no
// case.
[[nodiscard]] base::Result<std::vector<RegressionResult>> run_regression(const std::string& folder,
                                                                         const Equipment& equipment);

}  // namespace hoptrace::hunt
