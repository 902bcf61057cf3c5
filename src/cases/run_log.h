// RunLog: who ran what and when, what was decided on the way, and which rules could not be used.
#pragma once

#include <string_view>
#include <vector>

#include "cases/case.h"
#include "cases/sqlite.h"

namespace hoptrace::cases {

class RunLog {
 public:
  explicit RunLog(Database& database);

  // A run that never ended (killed, out of room) is closed as "interrupted" when the next one begins.
  [[nodiscard]] base::Result<void> begin(std::string_view version, std::string_view command_line, base::Time now);
  [[nodiscard]] base::Result<void> end(std::string_view outcome, base::Time now);
  [[nodiscard]] base::Result<void> audit(std::string_view action, std::string_view detail, base::Time now);
  [[nodiscard]] base::Result<void> note_rules(const std::vector<RuleNote>& notes);
  // Inside somebody else's transaction.
  void add_audit(std::string_view action, std::string_view detail, base::Time now);

  [[nodiscard]] std::optional<std::int64_t> current() const { return run_; }

 private:
  Database& database_;
  Statement insert_audit_, insert_notes_;
  std::optional<std::int64_t> run_;
};

}  // namespace hoptrace::cases
