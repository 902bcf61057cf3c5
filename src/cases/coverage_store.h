// CoverageStore: which log of which host covers which day, as one artifact shows it.
//
// A row is a run of record ids of one log on one day. Ids that follow extend their row, and ids that come later (a
// circular log is not stored in order) fill what was missing; a gap or a step back starts a new row, up to a bound
// beyond which gaps are counted in their row (missing_ids). Logs without record ids have one row a day.
#pragma once

#include "cases/finding.h"
#include "cases/interned.h"
#include "cases/sqlite.h"

namespace hoptrace::cases {

class CoverageStore {
 public:
  CoverageStore(Database& database, Interned& texts);
  // Inside the transaction of a stretch.
  void add(base::ArtifactId artifact, const CoverageRow& row);

 private:
  Database& database_;
  Interned& texts_;
  Statement find_, insert_, update_;
};

}  // namespace hoptrace::cases
