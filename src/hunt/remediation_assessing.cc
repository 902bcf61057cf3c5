#include "hunt/remediation_assessing.h"

#include <algorithm>
#include <set>

#include "assess/remediation/document.h"
#include "assess/remediation/plan.h"
#include "hunt/artifact_names.h"
#include "sessions/packed_facts.h"
#include "tenants/network.h"

namespace hoptrace::hunt {
namespace {

namespace remediation = assess::remediation;
using base::Result;

constexpr std::size_t kMostContacts = 2'000, kMostMoves = 50'000;

// Whose a record of a hop is: the artifact's owner, or by the side on which it stands.
std::string owner_of(const cases::HopRow& hop, const cases::HopEvidence& record) {
  const std::string from = hop.from ? hop.from->tenant : std::string();
  if (record.tenant == hop.to.tenant || record.tenant == from) return record.tenant;
  return record.side == "source" && !from.empty() ? from : hop.to.tenant;
}

Result<void> add_moves(cases::Reading& reading, remediation::Happened& happened) {
  return reading.hops([&](const cases::HopRow& hop) {
    if (!hop.intrusion || happened.moves.size() >= kMostMoves) return true;
    remediation::Move move{hop.id,
                           hop.from ? hop.from->tenant : std::string(),
                           hop.from ? hop.from->host : std::string(),
                           hop.to.tenant,
                           hop.to.host,
                           hop.account,
                           hop.method,
                           hop.time,
                           {}};
    for (const cases::HopEvidence& record : hop.evidence)
      move.records.emplace_back(
          owner_of(hop, record),
          remediation::Ground{
              record.artifact, record.offset, record.record_id, record.event_id, hop.time, hop.id, {}});
    happened.moves.push_back(std::move(move));
    return true;
  });
}

Result<void> add_origins(cases::Reading& reading, remediation::Happened& happened) {
  return reading.intrusions([&](const cases::IntrusionRow& intrusion) {
    happened.origins.push_back({intrusion.patient_zero.tenant, intrusion.patient_zero.host});
    return true;
  });
}

// An address, or a name that is no file's: what can be blocked on the way out.
bool is_destination(const std::string& field, const std::string& value) {
  if (tenants::parse_address(value)) return true;
  const std::string_view name(field);
  const bool of_network = name.find("Query") != name.npos || name.find("query") != name.npos ||
                          name.find("Hostname") != name.npos || name.find("host") != name.npos ||
                          name.find("server_name") != name.npos || name.find("DestinationHost") != name.npos;
  return of_network && value.find('.') != std::string::npos && value.find_first_of("\\/ ") == std::string::npos;
}

Result<void> add_contacts(cases::Reading& reading, remediation::Happened& happened) {
  cases::FindingQuery query;
  query.kind = cases::RuleKind::kIndicator;
  return reading.findings(query, [&](const cases::StoredFinding& finding) {
    for (const auto& [field, value] : finding.row.matched) {
      if (!is_destination(field, value) || finding.sources.empty()) continue;
      const cases::Source& source = finding.sources.front();
      happened.contacts.push_back({finding.row.tenant,
                                   finding.row.event.host,
                                   value,
                                   {source.artifact,
                                    source.offset,
                                    finding.row.event.record_id,
                                    finding.row.event.event_id,
                                    finding.row.event.time,
                                    {},
                                    finding.rule->title}});
    }
    return happened.contacts.size() < kMostContacts;
  });
}

// Who gives tickets is a domain controller.
Result<void> add_controllers(cases::Reading& reading, remediation::Happened& happened) {
  Result<void> outcome;
  const auto read = reading.logon_facts([&](const cases::PackedFacts& packed) {
    sessions::Facts facts;
    outcome = sessions::unpack(packed.packed, facts);
    if (!outcome) return false;
    std::set<std::pair<sessions::Text, sessions::Text>> known;
    for (const sessions::Fact& fact : facts.rows) {
      if (fact.kind != sessions::FactKind::kTicketGranted || fact.witness != sessions::Witness::kDomainController)
        continue;
      if (known.emplace(fact.tenant, fact.host).second)
        happened.add_controller(std::string(facts.texts.text(fact.tenant)), facts.texts.text(fact.host));
    }
    return true;
  });
  return read ? outcome : read;
}

}  // namespace

Result<std::vector<cases::AssessmentRow>> assess_remediation(const AssessInput& input) {
  remediation::Happened happened;
  if (auto added = add_moves(input.reading, happened); !added) return std::unexpected(added.error());
  if (!happened.moves.empty()) {
    for (const auto add : {add_origins, add_contacts, add_controllers})
      if (auto added = add(input.reading, happened); !added) return std::unexpected(added.error());
  }
  const auto names = artifact_names(input.reading);
  if (!names) return std::unexpected(names.error());
  const auto name = [&](base::ArtifactId id) -> std::optional<remediation::GroundName> {
    const auto found = names->find(id);
    if (found == names->end()) return std::nullopt;
    return remediation::GroundName{found->second.tenant, found->second.path, found->second.sha256};
  };
  const std::vector<remediation::Step> steps = remediation::plan(input.tenants, happened);
  std::set<std::string> tenants;
  for (const tenants::Tenant& tenant : input.tenants.all()) tenants.insert(tenant.name);
  for (const remediation::Step& step : steps) tenants.insert(step.tenant);
  std::vector<cases::AssessmentRow> rows{{"remediation", {}, remediation::document(steps, {}, name)}};
  for (const std::string& tenant : tenants)
    rows.push_back({"remediation", tenant, remediation::document(steps, tenant, name)});
  return rows;
}

}  // namespace hoptrace::hunt
