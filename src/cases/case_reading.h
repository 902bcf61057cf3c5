// CaseReading: the one Reading, over a Database. Its parts stand in files named for what they read.
#pragma once

#include <map>
#include <memory>

#include "cases/reading.h"
#include "cases/rule_blocks.h"
#include "cases/sqlite.h"
#include "cases/tally.h"

namespace hoptrace::cases {

class CaseReading final : public Reading {
 public:
  // Over a database that somebody else keeps open.
  explicit CaseReading(Database& database) : database_(database) {}
  explicit CaseReading(std::unique_ptr<Database> database) : own_(std::move(database)), database_(*own_) {}

  base::Result<void> findings(const FindingQuery& query, const Each<StoredFinding>& each) override;
  base::Result<void> grave_findings(std::size_t most, const Each<GraveFinding>& each) override;
  base::Result<std::vector<SummaryRow>> summary(SummaryBy by) override;
  base::Result<void> sightings(const Each<SightingGroup>& each) override;
  base::Result<void> tenant_sightings(const std::string& tenant, const Each<SightingGroup>& each) override;
  base::Result<void> anomaly_groups(const Each<AnomalyGroup>& each) override;
  base::Result<void> anomalies(const Each<AnomalyRow>& each) override;
  base::Result<void> coverage(const Each<CoverageDay>& each) override;
  base::Result<void> record_gaps(const Each<RecordGap>& each) override;
  base::Result<void> rule_notes(std::optional<std::int64_t> run, const Each<RuleNote>& each) override;
  base::Result<void> rules_in_force(const Each<RuleRecord>& each) override;
  base::Result<std::uint64_t> count_in_force(RuleKind kind) override;
  base::Result<void> lanes(const Each<std::string>& each) override;
  base::Result<void> artifact_lanes(const Each<ArtifactLane>& each) override;
  base::Result<void> audit(const Each<AuditRow>& each) override;
  base::Result<void> runs(const Each<RunRow>& each) override;
  base::Result<void> artifacts(const Each<ArtifactState>& each) override;
  base::Result<void> hops(const Each<HopRow>& each) override;
  base::Result<void> intrusions(const Each<IntrusionRow>& each) override;
  base::Result<void> logon_facts(const Each<PackedFacts>& each) override;
  base::Result<void> record_facts(std::string_view reader, const Each<PackedFacts>& each) override;
  base::Result<void> records(const Each<KeptRecord>& each) override;
  base::Result<std::string> redaction_key() override;
  base::Result<void> assessments(std::string_view kind, const Each<AssessmentRow>& each) override;

 private:
  [[nodiscard]] const RuleRecord* rule(RuleRow row);
  [[nodiscard]] const RuleBlocks& rule_blocks(RuleRow wanted);
  // Of all where no tenant is named.
  base::Result<void> sightings_of(const std::optional<std::string>& tenant, const Each<SightingGroup>& each);

  std::unique_ptr<Database> own_;
  Database& database_;
  std::unique_ptr<Tally> tally_;  // once asked for a summary
  std::optional<RuleBlocks> rule_blocks_;
  std::map<RuleRow, std::unique_ptr<RuleRecord>> rules_;  // as many as there are rules with results
};

}  // namespace hoptrace::cases
