// RedactedReading: a case as it is read by whoever may not know its names. Everything that names a tenant, a host, an
// account, an address or a place of evidence comes out under its pseudonym, so any export of it is a redacted one,
// and no export can forget to.
//
// What stays: times, rules, published indicators, numbers, SHA-256 of evidence. Ids of findings, hops and intrusions
// are hashed once more with the key: they are made of names, and could be guessed.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "cases/reading.h"
#include "report/redaction/pseudonyms.h"

namespace hoptrace::report {

class RedactedReading final : public cases::Reading {
 public:
  // Reads all names first. `inner` must outlive it.
  [[nodiscard]] static base::Result<std::unique_ptr<RedactedReading>> over(cases::Reading& inner);

  [[nodiscard]] std::string tenant(const std::string& name) const { return names_.tenant(name); }
  [[nodiscard]] std::string host(const std::string& name) const { return names_.host(name); }
  [[nodiscard]] std::string text(const std::string& text) const;

  base::Result<void> findings(const cases::FindingQuery& query,
                              const cases::Each<cases::StoredFinding>& each) override;
  base::Result<std::vector<cases::SummaryRow>> summary(cases::SummaryBy by) override;
  base::Result<void> sightings(const cases::Each<cases::SightingGroup>& each) override;
  base::Result<void> tenant_sightings(const std::string& tenant,
                                      const cases::Each<cases::SightingGroup>& each) override;
  base::Result<void> anomaly_groups(const cases::Each<cases::AnomalyGroup>& each) override;
  base::Result<void> anomalies(const cases::Each<cases::AnomalyRow>& each) override;
  base::Result<void> coverage(const cases::Each<cases::CoverageDay>& each) override;
  base::Result<void> record_gaps(const cases::Each<cases::RecordGap>& each) override;
  base::Result<void> rule_notes(std::optional<std::int64_t> run, const cases::Each<cases::RuleNote>& each) override;
  base::Result<std::uint64_t> count_in_force(cases::RuleKind kind) override { return inner_.count_in_force(kind); }
  base::Result<void> rules_in_force(const cases::Each<cases::RuleRecord>& each) override;
  base::Result<void> lanes(const cases::Each<std::string>& each) override { return inner_.lanes(each); }
  base::Result<void> audit(const cases::Each<cases::AuditRow>& each) override;
  base::Result<void> runs(const cases::Each<cases::RunRow>& each) override;
  base::Result<void> artifacts(const cases::Each<cases::ArtifactState>& each) override;
  base::Result<void> hops(const cases::Each<cases::HopRow>& each) override;
  base::Result<void> intrusions(const cases::Each<cases::IntrusionRow>& each) override;
  base::Result<void> logon_facts(const cases::Each<cases::PackedFacts>&) override { return {}; }  // full of names
  base::Result<void> assessments(std::string_view kind, const cases::Each<cases::AssessmentRow>& each) override;
  base::Result<void> records(const cases::Each<cases::KeptRecord>& each) override;
  base::Result<std::string> redaction_key() override { return inner_.redaction_key(); }

 private:
  RedactedReading(cases::Reading& inner, std::string key) : inner_(inner), names_(std::move(key)) {}

  [[nodiscard]] base::Result<void> learn();
  void hide(std::vector<std::string>& texts) const;
  void hide(cases::EventRef& event) const;
  void hide(cases::Source& source) const;
  void hide(cases::HopPlace& place) const;
  void hide(cases::HopRow& hop) const;
  void hide(cases::SightingGroup& group) const;
  void hide(cases::AnomalyRow& row) const;
  const cases::RuleRecord* hidden(const cases::RuleRecord* rule);

  cases::Reading& inner_;
  Pseudonyms names_;
  std::map<std::string, std::string> tenants_;  // pseudonym → name
  std::map<std::string, std::unique_ptr<cases::RuleRecord>> rules_;
};

}  // namespace hoptrace::report
