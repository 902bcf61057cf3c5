#include "page/small_case_for_tests.h"

#include <fmt/format.h>

#include <map>

#include "sessions/packed_facts.h"

namespace hoptrace::page {
namespace {

base::Time at(std::uint64_t seconds) {
  return base::Time::from_seconds(SmallCase::kNow + static_cast<std::int64_t>(seconds));
}

const cases::RuleRecord& rule_of(const std::string& level) {
  static std::map<std::string, cases::RuleRecord> rules;
  cases::RuleRecord& rule = rules[level];
  rule.id = "rule-" + level;
  rule.title = "A rule of level " + level;
  rule.level = level;
  rule.tags = {"attack.t1047"};
  return rule;
}

}  // namespace

base::ArtifactId SmallCase::artifact(const std::string& tenant, const std::string& host) {
  const std::string path = tenant + "/" + host + "/Security.evtx";
  for (const cases::ArtifactState& state : reading.all_artifacts)
    if (state.artifact.paths.front() == path) return state.artifact.id;
  cases::ArtifactState state;
  state.artifact.id = base::ArtifactId{static_cast<std::int64_t>(reading.all_artifacts.size()) + 1};
  state.artifact.tenant = tenant;
  state.artifact.sha256 = std::string(64, 'a');
  state.artifact.format = "evtx";
  state.artifact.paths = {path};
  state.complete = true;
  reading.all_artifacts.push_back(state);
  return state.artifact.id;
}

void SmallCase::add_log(const std::string& tenant, const std::string& host, std::uint64_t records, std::int32_t day) {
  (void)artifact(tenant, host);
  cases::CoverageDay one;
  one.row = {tenant, host, "Security", day, records, at(0), at(60), 1, records, 0};
  reading.days.push_back(one);
}

void SmallCase::add_finding(const std::string& tenant, const std::string& host, const std::string& level,
                            std::uint64_t offset) {
  cases::StoredFinding finding;
  finding.id = fmt::format("{:032x}", reading.all_findings.size() + 1);
  finding.rule = &rule_of(level);
  finding.row.level = level;
  finding.row.tenant = tenant;
  finding.row.offset = offset;
  finding.row.event = {at(offset), true, host, "Security", "Auditing", 4688, offset, {}};
  finding.row.matched = {{"CommandLine", fmt::format("whoami /{}", offset)}};
  finding.sources = {
      {artifact(tenant, host), tenant, std::string(64, 'a'), {tenant + "/" + host + "/Security.evtx"}, offset}};
  reading.all_findings.push_back(std::move(finding));
  for (cases::SummaryRow& row : reading.by_tenant)
    if (row.tenant == tenant) return void(++row.certain);
  cases::SummaryRow row;
  row.tenant = row.key = tenant;
  row.certain = 1;
  reading.by_tenant.push_back(row);
}

void SmallCase::add_hop(const std::string& from_tenant, const std::string& from, const std::string& to_tenant,
                        const std::string& to) {
  cases::HopRow hop;
  const std::size_t number = reading.all_hops.size() + 1;
  hop.id = fmt::format("{:032x}", 1000 + number);
  hop.time = at(60 * number);
  hop.from = {from_tenant, from};
  hop.to = {to_tenant, to};
  hop.account = "ACME\\anna";
  hop.method = "rdp";
  hop.status = "confirmed";
  hop.confidence = 0.9;
  hop.intrusion = true;
  hop.border = from_tenant != to_tenant;
  hop.evidence = {{artifact(to_tenant, to), 7, 1, 4624, "destination", to_tenant,
                   to_tenant + "/" + to + "/Security.evtx", std::string(64, 'a')}};
  if (reading.all_intrusions.empty()) {
    cases::IntrusionRow row;
    row.id = "00000000000000aa";
    row.patient_zero = *hop.from;
    row.origin_tenant = from_tenant;
    row.first = hop.time;
    reading.all_intrusions.push_back(row);
  }
  cases::IntrusionRow& intrusion = reading.all_intrusions.front();
  intrusion.hops.push_back(hop.id);
  intrusion.last = hop.time;
  reading.all_hops.push_back(std::move(hop));
}

void SmallCase::add_record(const std::string& tenant, const std::string& host, std::uint64_t offset) {
  cases::KeptRecord record;
  record.artifact = artifact(tenant, host);
  record.offset = offset;
  record.tenant = tenant;
  record.event = {at(offset), true, host, "Security", "Auditing", 4624, offset, {}};
  record.fields = {{"Account", "anna"}};
  reading.all_records.push_back(std::move(record));
}

void SmallCase::add_session(const std::string& tenant, const std::string& host, const std::string& account, int type,
                            const std::string& peer) {
  sessions::Facts facts;
  sessions::Fact fact;
  fact.tenant = facts.texts.intern(tenant);
  fact.host = facts.texts.intern(host);
  fact.account = facts.texts.intern(account);
  if (!peer.empty()) fact.peer_host = facts.texts.intern(peer);
  fact.kind = sessions::FactKind::kLogon;
  fact.logon_type = static_cast<std::uint8_t>(type);
  fact.logon_id = 0x12345;
  fact.time = at(0);
  fact.offset = 100;
  facts.rows.push_back(fact);
  fact.kind = sessions::FactKind::kLogoff;
  fact.time = at(600);
  fact.offset = 200;
  facts.rows.push_back(fact);
  reading.all_facts.push_back({artifact(tenant, host), tenant, sessions::pack(facts)});
}

void SmallCase::judge(const std::string& kind, const std::string& tenant, const std::string& document) {
  reading.all_assessments.push_back({kind, tenant, document});
}

}  // namespace hoptrace::page
