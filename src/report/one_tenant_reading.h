// OneTenantReading: a case as one tenant may read it. Its own records name others: a provider's command lines are
// full of its clients' hosts and accounts. Values and notes of findings that do are left out, and the finding says
// which.
//
// Others' names are what their own logs have as their own: tenant, hosts with domains, accounts that had sessions
// there, addresses. What the tenant's own logs have as well is its own; and so is what its provider is called by, as
// tenants.yaml says who that is. Hops and intrusions are the exports' own business (hop_border.h).
#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "cases/reading.h"

namespace hoptrace::report {

class OneTenantReading final : public cases::Reading {
 public:
  // Reads all names first. `inner` must outlive it.
  [[nodiscard]] static base::Result<std::unique_ptr<OneTenantReading>> over(cases::Reading& inner,
                                                                            const std::string& tenant);

  base::Result<void> findings(const cases::FindingQuery& query,
                              const cases::Each<cases::StoredFinding>& each) override;
  base::Result<void> records(const cases::Each<cases::KeptRecord>& each) override;

  base::Result<std::vector<cases::SummaryRow>> summary(cases::SummaryBy by) override { return inner_.summary(by); }
  base::Result<void> sightings(const cases::Each<cases::SightingGroup>& each) override {
    return inner_.sightings(each);
  }
  base::Result<void> tenant_sightings(const std::string& tenant,
                                      const cases::Each<cases::SightingGroup>& each) override {
    return inner_.tenant_sightings(tenant, each);
  }
  base::Result<void> anomaly_groups(const cases::Each<cases::AnomalyGroup>& each) override {
    return inner_.anomaly_groups(each);
  }
  base::Result<void> anomalies(const cases::Each<cases::AnomalyRow>& each) override { return inner_.anomalies(each); }
  base::Result<void> coverage(const cases::Each<cases::CoverageDay>& each) override { return inner_.coverage(each); }
  base::Result<void> record_gaps(const cases::Each<cases::RecordGap>& each) override {
    return inner_.record_gaps(each);
  }
  base::Result<void> rule_notes(std::optional<std::int64_t> run, const cases::Each<cases::RuleNote>& each) override {
    return inner_.rule_notes(run, each);
  }
  base::Result<void> rules_in_force(const cases::Each<cases::RuleRecord>& each) override {
    return inner_.rules_in_force(each);
  }
  base::Result<std::uint64_t> count_in_force(cases::RuleKind kind) override { return inner_.count_in_force(kind); }
  base::Result<void> lanes(const cases::Each<std::string>& each) override { return inner_.lanes(each); }
  base::Result<void> artifact_lanes(const cases::Each<cases::ArtifactLane>& each) override {
    return inner_.artifact_lanes(each);
  }
  base::Result<void> audit(const cases::Each<cases::AuditRow>& each) override { return inner_.audit(each); }
  base::Result<void> runs(const cases::Each<cases::RunRow>& each) override { return inner_.runs(each); }
  base::Result<void> artifacts(const cases::Each<cases::ArtifactState>& each) override {
    return inner_.artifacts(each);
  }
  base::Result<void> hops(const cases::Each<cases::HopRow>& each) override { return inner_.hops(each); }
  base::Result<void> intrusions(const cases::Each<cases::IntrusionRow>& each) override {
    return inner_.intrusions(each);
  }
  base::Result<void> logon_facts(const cases::Each<cases::PackedFacts>& each) override {
    return inner_.logon_facts(each);
  }
  base::Result<void> record_facts(std::string_view reader, const cases::Each<cases::PackedFacts>& each) override {
    return inner_.record_facts(reader, each);
  }
  base::Result<void> assessments(std::string_view kind, const cases::Each<cases::AssessmentRow>& each) override {
    return inner_.assessments(kind, each);
  }
  base::Result<std::string> redaction_key() override { return inner_.redaction_key(); }

  [[nodiscard]] bool names_others(std::string_view text) const;

 private:
  OneTenantReading(cases::Reading& inner, std::string tenant) : inner_(inner), tenant_(std::move(tenant)) {}
  [[nodiscard]] base::Result<void> learn();
  void learn(const std::string& whose, std::string_view name);
  void learn_host(const std::string& whose, std::string_view host);
  void learn_account(const std::string& whose, std::string_view account);
  [[nodiscard]] base::Result<void> learn_facts(const cases::PackedFacts& packed);
  void seal();

  cases::Reading& inner_;
  std::string tenant_, provider_;
  std::set<std::string, std::less<>> own_, others_;  // folded
  std::unordered_map<std::uint32_t, std::vector<std::string>> by_beginning_;
};

}  // namespace hoptrace::report
