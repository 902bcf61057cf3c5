// Copies: the findings whose event stands in the case more than once (in a backup, a shadow copy, an archive).
//
// The case has no index that would tell (schema.h). So all findings' keys are looked through: those seen before are
// found with a table of bounded memory, in as many passes as there are millions of findings; only the findings that
// share a key go into a temporary table with an index. Most cases have none, and need no table. A case that has
// finding_by_event is asked itself.
//
// Make it while a statement of the same connection is still open: then it sees the same moment of the case.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cases/sqlite.h"

namespace hoptrace::cases {

class Copies {
 public:
  // The findings are looked through anyway: `each`, if there is one, is shown every one once, in any order. Its
  // columns: event_key, rule, level, certain, log. Those of unfinished artifacts are left out.
  explicit Copies(Database& database, const std::function<void(const Statement&)>& each = {});
  ~Copies();
  Copies(const Copies&) = delete;
  Copies& operator=(const Copies&) = delete;

  // False: every event is there once.
  [[nodiscard]] bool any() const { return !table_.empty(); }
  // Has the columns event_key, artifact, offset, rule of all copies (perhaps of other findings too), by event_key.
  [[nodiscard]] const std::string& table() const { return table_; }

 private:
  void look_through(std::uint64_t pass, std::uint64_t passes, std::uint64_t count,
                    const std::function<void(const Statement&)>& each);
  void add(std::vector<std::uint64_t> twice, std::uint64_t pass, std::uint64_t passes);
  void make_table();

  Database& database_;
  std::string table_, findings_;
  bool temporary_ = false;
};

}  // namespace hoptrace::cases
