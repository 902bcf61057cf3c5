// CaseFile: the one Case, put together from its stores. Members are in the order in which they need each other.
#pragma once

#include <memory>

#include "cases/artifact_store.h"
#include "cases/case.h"
#include "cases/correlation_store.h"
#include "cases/details.h"
#include "cases/finding_store.h"
#include "cases/interned.h"
#include "cases/logs.h"
#include "cases/rule_store.h"
#include "cases/run_log.h"
#include "cases/stretch_store.h"
#include "cases/unfinished_store.h"
#include "cases/writer_lock.h"

namespace hoptrace::cases {

class CaseFile final : public Case {
 public:
  // Without a lock the case is for reading: SQLite refuses every write.
  CaseFile(std::unique_ptr<WriterLock> lock, std::unique_ptr<Database> database);
  ~CaseFile() override;

  base::Result<void> begin_run(std::string_view version, std::string_view command_line, base::Time now) override;
  base::Result<void> end_run(std::string_view outcome, base::Time now) override;
  base::Result<void> audit(std::string_view action, std::string_view detail, base::Time now) override;
  base::Result<std::vector<RuleRow>> rows_for_rules(const RulePack& rules) override;
  base::Result<RulesetRow> use_ruleset(const std::vector<RuleRow>& rules, std::string_view scope) override;
  base::Result<void> note_rules(const std::vector<RuleNote>& notes) override;
  base::Result<ArtifactRecord> register_artifact(std::string_view tenant, std::string_view sha256,
                                                 std::string_view path, std::string_view format, std::uint64_t size,
                                                 std::string_view head) override;
  base::Result<base::ArtifactId> begin_artifact(std::string_view tenant, const FileLook& look) override;
  base::Result<std::optional<Unfinished>> unfinished(std::string_view tenant, std::string_view path) override;
  base::Result<bool> may_hold(std::string_view tenant, const FileLook& look) override;
  base::Result<void> forget(base::ArtifactId unfinished) override;
  base::Result<void> forget_unfinished() override;
  base::ArtifactId now_called(base::ArtifactId artifact) const override;
  base::Result<Progress> progress(base::ArtifactId artifact, RulesetRow ruleset) override;
  base::Result<void> commit_stretch(const Stretch& stretch, RulesetRow ruleset) override;
  base::Result<std::optional<std::int64_t>> untold_since(base::ArtifactId artifact) override;
  base::Result<void> note_told(const std::vector<base::ArtifactId>& artifacts) override;
  base::Result<void> note_path(std::string_view tenant, std::string_view path, const base::Anomaly& anomaly) override;
  std::unique_ptr<Reading> reading() override;
  base::Result<void> replace_assessments(const std::vector<AssessmentRow>& rows) override;
  base::Result<void> replace_hops(const std::vector<HopRow>& hops,
                                  const std::vector<IntrusionRow>& intrusions) override;
  base::Result<void> replace_records(const std::vector<RecordPlace>& kept,
                                     const std::vector<KeptRecord>& added) override;
  base::Result<void> settle() override { return stretches_.settle(); }
  base::Result<void> prepare_telling() override;
  Correlations& correlations() override;
  std::int64_t current_run() const override;

 private:
  // A step that stands for itself, after the stretches before it.
  template <class Step>
  auto settled(Step step) -> decltype(step()) {
    if (auto outcome = stretches_.settle(); !outcome) return std::unexpected(outcome.error());
    return step();
  }

  std::unique_ptr<WriterLock> lock_;
  std::unique_ptr<Database> database_;
  Interned texts_;
  Logs logs_;
  Details details_;
  RunLog runs_;
  RuleStore rules_;
  ArtifactStore artifacts_;
  FindingStore findings_;
  UnfinishedStore unfinished_;
  StretchStore stretches_;
  CorrelationStore correlations_;
};

}  // namespace hoptrace::cases
