// CoverageStore: which log of which host covers which day, as an artifact shows it.
//
// A row is a run of record ids of one log on one day. Ids that follow extend their row, and ids that come later (a
// circular log is not stored in order) fill what was missing; a gap or a step back starts a new row, up to a bound
// beyond which gaps are counted in their row (missing_ids). Logs without record ids have one row a day.
//
// Rows of the artifact at hand are kept here between stretches; settle() writes what changed, and must be called
// before the transaction of the stretches ends.
#pragma once

#include <map>
#include <tuple>
#include <vector>

#include "cases/finding.h"
#include "cases/interned.h"
#include "cases/sqlite.h"

namespace hoptrace::cases {

class CoverageStore {
 public:
  CoverageStore(Database& database, Interned& texts);
  void add(base::ArtifactId artifact, const CoverageRow& row);
  void settle();
  // What was not settled is gone: of a transaction that was taken back, or of an artifact that is begun anew.
  void forget();

 private:
  struct Kept {
    std::int64_t id = 0;  // 0: not in the case yet
    bool changed = false;
    CoverageRow row;  // without its texts
  };
  using Day = std::tuple<std::int64_t, std::int64_t, std::int64_t, std::int32_t>;  // tenant, host, channel, day

  [[nodiscard]] std::vector<Kept> read(const Day& day);
  void write(const Day& day, Kept& kept);

  static constexpr std::size_t kMostDays = 8192;  // then all are written, and read again where they are needed

  Database& database_;
  Interned& texts_;
  Statement find_, insert_, update_;
  std::int64_t artifact_ = 0;
  std::map<Day, std::vector<Kept>> days_;  // rows by first record id
};

}  // namespace hoptrace::cases
