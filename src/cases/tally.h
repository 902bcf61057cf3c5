// Tally: how many live findings there are of each rule, level and log: one look through the findings, and all counts
// of the closing table are sums over it. Copies of an event count once (among certain ones, and among uncertain
// ones).
#pragma once

#include <map>
#include <string>
#include <tuple>
#include <unordered_map>

#include "cases/finding.h"
#include "cases/sqlite.h"

namespace hoptrace::cases {

class Tally {
 public:
  struct Of {
    RuleRow rule = 0;
    std::int64_t level = 0, log = 0;
    friend bool operator==(const Of&, const Of&) = default;
  };
  struct Count {
    std::uint64_t certain = 0, uncertain = 0;
  };
  struct Log {
    std::string tenant, host;
  };
  struct Hash {
    std::size_t operator()(const Of& of) const;
  };
  using Counts = std::unordered_map<Of, Count, Hash>;
  // When a case was as it is now: another moment after any change.
  using Moment = std::pair<std::int64_t, std::int64_t>;

  explicit Tally(Database& database);

  [[nodiscard]] const Counts& counts() const { return counts_; }  // of rules in force
  [[nodiscard]] const Log& log(std::int64_t row) { return logs_[row]; }
  [[nodiscard]] const std::string& level(std::int64_t row) { return levels_[row]; }
  [[nodiscard]] Moment moment() const { return moment_; }
  [[nodiscard]] static Moment moment_of(Database& database);

 private:
  void count_findings(Database& database);
  void count_correlations(Database& database);
  void read_names(Database& database);

  Moment moment_;
  Counts counts_;
  std::unordered_map<std::int64_t, Log> logs_;
  std::unordered_map<std::int64_t, std::string> levels_;
};

}  // namespace hoptrace::cases
