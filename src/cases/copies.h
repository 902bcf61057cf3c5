// Copies: the findings whose event stands in the case more than once (in a backup, a shadow copy, an archive).
//
// Only those go into a temporary table with an index (repeats.h finds them). Most cases have none, and need no table.
// A case that has finding_by_event is asked itself.
//
// Make it while a statement of the same connection is still open: then it sees the same moment of the case.
#pragma once

#include <string>

#include "cases/sqlite.h"

namespace hoptrace::cases {

class Copies {
 public:
  explicit Copies(Database& database);
  ~Copies();
  Copies(const Copies&) = delete;
  Copies& operator=(const Copies&) = delete;

  // False: every event is there once.
  [[nodiscard]] bool any() const { return !table_.empty(); }
  // Has the columns event_key, artifact, offset, rule of all copies (perhaps of other findings too), by event_key.
  [[nodiscard]] const std::string& table() const { return table_; }
  // The order of paths among the places of one event, for ORDER BY in a query of table() as "copy" and artifact.
  [[nodiscard]] const char* by_path() const { return temporary_ ? "copy.place" : "artifact.path"; }

 private:
  void make_table();

  Database& database_;
  std::string table_;
  bool temporary_ = false;
};

}  // namespace hoptrace::cases
