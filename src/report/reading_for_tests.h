// A case made of plain lists, for this room's tests: rows are handed out as they stand.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "cases/reading.h"

namespace hoptrace::report {

class ListedReading : public cases::Reading {
 public:
  std::vector<cases::StoredFinding> all_findings;
  std::vector<cases::SummaryRow> by_level, by_rule, by_tenant, by_host;
  std::vector<cases::SightingGroup> all_sightings;
  std::vector<cases::AnomalyGroup> all_groups;
  std::vector<cases::AnomalyRow> all_anomalies;
  std::vector<cases::CoverageDay> days;
  std::vector<cases::RecordGap> gaps;
  std::vector<cases::RuleNote> notes;
  std::vector<cases::RuleRecord> in_force;
  std::vector<cases::ArtifactState> all_artifacts;
  std::vector<cases::HopRow> all_hops;
  std::vector<cases::IntrusionRow> all_intrusions;
  std::vector<cases::AssessmentRow> all_assessments;  // with an empty kind: of every
  std::vector<cases::PackedFacts> all_facts;
  std::vector<cases::KeptRecord> all_records;
  std::vector<cases::AuditRow> all_audit;
  std::vector<cases::RunRow> all_runs;
  std::string key = "of the test";

  base::Result<void> findings(const cases::FindingQuery& query,
                              const cases::Each<cases::StoredFinding>& each) override {
    for (const auto& finding : all_findings) {
      if (query.tenant && finding.row.tenant != *query.tenant) continue;
      if (!each(finding)) break;
    }
    return {};
  }
  base::Result<std::vector<cases::SummaryRow>> summary(cases::SummaryBy by) override {
    const std::vector<cases::SummaryRow>* const lists[] = {&by_level, &by_rule, &by_tenant, &by_host};
    return *lists[static_cast<std::size_t>(by)];
  }
  base::Result<void> sightings(const cases::Each<cases::SightingGroup>& each) override {
    return hand_out(all_sightings, each);
  }
  base::Result<void> tenant_sightings(const std::string& tenant,
                                      const cases::Each<cases::SightingGroup>& each) override {
    for (cases::SightingGroup group : all_sightings) {
      std::erase_if(group.places, [&](const auto& place) { return place.first != tenant; });
      group.place_count = group.sightings = group.places.size();
      if (!group.places.empty() && !each(group)) break;
    }
    return {};
  }
  base::Result<void> anomaly_groups(const cases::Each<cases::AnomalyGroup>& each) override {
    return hand_out(all_groups, each);
  }
  base::Result<void> anomalies(const cases::Each<cases::AnomalyRow>& each) override {
    return hand_out(all_anomalies, each);
  }
  base::Result<void> coverage(const cases::Each<cases::CoverageDay>& each) override { return hand_out(days, each); }
  base::Result<void> record_gaps(const cases::Each<cases::RecordGap>& each) override { return hand_out(gaps, each); }
  base::Result<void> rule_notes(std::optional<std::int64_t>, const cases::Each<cases::RuleNote>& each) override {
    return hand_out(notes, each);
  }
  base::Result<std::uint64_t> count_in_force(cases::RuleKind kind) override {
    return static_cast<std::uint64_t>(std::ranges::count(in_force, kind, &cases::RuleRecord::kind));
  }
  base::Result<void> rules_in_force(const cases::Each<cases::RuleRecord>& each) override {
    return hand_out(in_force, each);
  }
  base::Result<void> lanes(const cases::Each<std::string>&) override { return {}; }
  base::Result<void> audit(const cases::Each<cases::AuditRow>& each) override { return hand_out(all_audit, each); }
  base::Result<void> runs(const cases::Each<cases::RunRow>& each) override { return hand_out(all_runs, each); }
  base::Result<void> artifacts(const cases::Each<cases::ArtifactState>& each) override {
    return hand_out(all_artifacts, each);
  }
  base::Result<void> hops(const cases::Each<cases::HopRow>& each) override { return hand_out(all_hops, each); }
  base::Result<void> intrusions(const cases::Each<cases::IntrusionRow>& each) override {
    return hand_out(all_intrusions, each);
  }
  base::Result<void> assessments(std::string_view kind, const cases::Each<cases::AssessmentRow>& each) override {
    for (const auto& row : all_assessments) {
      if ((row.kind.empty() || row.kind == kind) && !each(row)) break;
    }
    return {};
  }
  base::Result<std::string> redaction_key() override { return key; }
  base::Result<void> records(const cases::Each<cases::KeptRecord>& each) override {
    return hand_out(all_records, each);
  }
  base::Result<void> logon_facts(const cases::Each<cases::PackedFacts>& each) override {
    return hand_out(all_facts, each);
  }

 private:
  template <class Row>
  static base::Result<void> hand_out(const std::vector<Row>& rows, const cases::Each<Row>& each) {
    for (const Row& row : rows) {
      if (!each(row)) break;
    }
    return {};
  }
};

}  // namespace hoptrace::report
