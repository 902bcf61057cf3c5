// StretchStore: everything that came of one stretch of an artifact, in one transaction with the artifact's progress.
#pragma once

#include "cases/artifact_store.h"
#include "cases/coverage_store.h"
#include "cases/run_log.h"
#include "cases/unfinished_store.h"

namespace hoptrace::cases {

class StretchStore {
 public:
  StretchStore(Database& database, Interned& texts, RuleStore& rules, ArtifactStore& artifacts,
               UnfinishedStore& unfinished, const RunLog& runs);

  [[nodiscard]] base::Result<void> commit(const Stretch& stretch, RulesetRow ruleset);
  // A path is looked at again by every run: what the last one says replaces what earlier ones said.
  [[nodiscard]] base::Result<void> forget_path(std::string_view tenant, std::string_view path);
  [[nodiscard]] base::Result<void> note_path(std::string_view tenant, std::string_view path,
                                             const base::Anomaly& anomaly);

 private:
  void add_finding(const Stretch& stretch, const FindingRow& finding);
  void add_match(const Stretch& stretch, const CorrelationMatch& match);
  void add_sighting(const Stretch& stretch, const IndicatorSighting& sighting);
  void drop_earlier(std::string_view tenant, std::string_view path);
  void add_anomaly(std::optional<std::int64_t> artifact, std::string_view tenant, std::string_view path,
                   const base::Anomaly& anomaly);

  Database& database_;
  Interned& texts_;
  RuleStore& rules_;
  ArtifactStore& artifacts_;
  UnfinishedStore& unfinished_;
  const RunLog& runs_;
  CoverageStore coverage_;
  Statement insert_stretch_, insert_finding_, insert_match_, insert_sighting_, insert_lane_, insert_anomaly_;
};

}  // namespace hoptrace::cases
