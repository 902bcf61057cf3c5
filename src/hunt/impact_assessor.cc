#include "hunt/impact_assessor.h"

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "assess/impact/assessment.h"
#include "sessions/packed_facts.h"
#include "sessions/packed_flows.h"

namespace hoptrace::hunt {
namespace {

namespace impact = assess::impact;
using base::Result;

constexpr std::size_t kMostFindings = 10'000;
constexpr std::size_t kMostOfOne = 20;  // hops and accounts of one host
using base::kHour;

// Flows, and the addresses that hosts' own logs name as theirs.
Result<void> read_flows(cases::Reading& reading, impact::Ledger& ledger, impact::AddressBook& addresses) {
  Result<void> outcome;
  const auto read = reading.record_facts("flows", [&](const cases::PackedFacts& packed) {
    sessions::Flows flows;
    outcome = sessions::unpack(packed.packed, flows);
    if (!outcome) return false;
    for (const sessions::FlowRow& row : flows.rows) {
      if (row.kind != sessions::FlowKind::kHost) continue;
      addresses.add(flows.texts.text(row.tenant), flows.texts.text(row.source), flows.texts.text(row.account),
                    {row.hour * kHour});
    }
    ledger.add(flows, packed.artifact);
    return true;
  });
  ledger.close();
  return read ? outcome : read;
}

Result<void> read_addresses(cases::Reading& reading, impact::AddressBook& addresses) {
  using sessions::FactKind;
  Result<void> outcome;
  const auto read = reading.logon_facts([&](const cases::PackedFacts& packed) {
    sessions::Facts facts;
    outcome = sessions::unpack(packed.packed, facts);
    if (!outcome) return false;
    const auto text = [&](sessions::Text number) { return facts.texts.text(number); };
    for (const sessions::Fact& fact : facts.rows) {
      if (fact.kind == FactKind::kLease) {
        addresses.add(text(fact.tenant), text(fact.peer_address), text(fact.peer_host), fact.time);
      } else if (fact.kind == FactKind::kFlowOut || fact.kind == FactKind::kFlowIn) {
        addresses.add(text(fact.tenant), text(fact.own_address), text(fact.host), fact.time);
      }
    }
    return true;
  });
  addresses.close();
  return read ? outcome : read;
}

impact::Reached& place_in(std::vector<impact::Reached>& all, const cases::HopPlace& place, base::Time since) {
  for (impact::Reached& one : all)
    if (one.tenant == place.tenant && impact::short_host(one.host) == impact::short_host(place.host)) return one;
  all.push_back({place.tenant, place.host, since, {}, {}});
  return all.back();
}

void reach(std::vector<impact::Reached>& all, const cases::HopPlace& place, const cases::HopRow& hop) {
  if (place.host.empty()) return;
  impact::Reached& to = place_in(all, place, hop.time);
  to.since = std::min(to.since, hop.time);
  if (to.hops.size() < kMostOfOne) to.hops.push_back(hop.id);
  if (place == hop.to && to.accounts.size() < kMostOfOne &&
      std::ranges::find(to.accounts, hop.account) == to.accounts.end())
    to.accounts.push_back(hop.account);
}

Result<std::vector<impact::Reached>> reached(cases::Reading& reading) {
  std::set<std::string> wanted;
  const auto listed = reading.intrusions([&](const cases::IntrusionRow& row) {
    wanted.insert(row.hops.begin(), row.hops.end());
    return true;
  });
  if (!listed) return std::unexpected(listed.error());
  std::vector<impact::Reached> all;
  const auto read = reading.hops([&](const cases::HopRow& hop) {
    if (!wanted.contains(hop.id)) return true;
    if (hop.from) reach(all, *hop.from, hop);
    reach(all, hop.to, hop);
    return true;
  });
  if (!read) return std::unexpected(read.error());
  return all;
}

bool tells_of_gathering(const cases::RuleRecord& rule) {
  constexpr std::array<std::string_view, 6> kTags{"attack.t1030", "attack.t1041", "attack.t1048",
                                                  "attack.t1074", "attack.t1560", "attack.t1567"};
  return std::ranges::any_of(rule.tags, [&](const std::string& tag) {
    return std::ranges::any_of(kTags, [&](std::string_view one) { return tag.starts_with(one); });
  });
}

Result<std::vector<impact::Gathering>> gatherings(cases::Reading& reading) {
  std::vector<impact::Gathering> all;
  const auto read = reading.grave_findings(kMostFindings, [&](const cases::GraveFinding& finding) {
    if (tells_of_gathering(*finding.rule))
      all.push_back(
          {finding.tenant, finding.host, finding.rule->title, finding.time, finding.artifact, finding.offset});
    return true;
  });
  if (!read) return std::unexpected(read.error());
  return all;
}

Result<std::vector<impact::Awareness>> awareness(cases::Reading& reading) {
  std::vector<impact::Awareness> all;
  const auto read = reading.audit([&](const cases::AuditRow& row) {
    if (row.action != kAwareAction) return true;
    const auto detail = nlohmann::json::parse(row.detail, nullptr, false);
    if (!detail.is_object()) return true;
    const auto at = base::parse_time(detail.value("at", std::string()));
    if (at)
      all.push_back({detail.value("tenant", std::string()), detail.value("by", std::string()),
                     detail.value("why", std::string()), *at});
    return true;
  });
  if (!read) return std::unexpected(read.error());
  return all;
}

struct Paths {
  std::map<base::ArtifactId, std::string> by_artifact;
  std::vector<std::string> tenants;
};

Result<Paths> paths(cases::Reading& reading) {
  Paths out;
  std::set<std::string> tenants;
  const auto read = reading.artifacts([&](const cases::ArtifactState& state) {
    if (!state.artifact.paths.empty()) out.by_artifact.emplace(state.artifact.id, state.artifact.paths.front());
    tenants.insert(state.artifact.tenant);
    return true;
  });
  if (!read) return std::unexpected(read.error());
  out.tenants.assign(tenants.begin(), tenants.end());
  return out;
}

}  // namespace

Result<std::vector<cases::AssessmentRow>> assess_impact(const AssessInput& input) {
  impact::Ledger ledger;
  impact::AddressBook addresses;
  if (auto read = read_flows(input.reading, ledger, addresses); !read) return std::unexpected(read.error());
  if (auto read = read_addresses(input.reading, addresses); !read) return std::unexpected(read.error());
  auto hosts = reached(input.reading);
  if (!hosts) return std::unexpected(hosts.error());
  auto gathered = gatherings(input.reading);
  if (!gathered) return std::unexpected(gathered.error());
  auto aware = awareness(input.reading);
  if (!aware) return std::unexpected(aware.error());
  const auto known = paths(input.reading);
  if (!known) return std::unexpected(known.error());
  const auto path_of = [&](base::ArtifactId artifact) {
    const auto path = known->by_artifact.find(artifact);
    return path == known->by_artifact.end() ? std::string() : path->second;
  };
  std::vector<cases::AssessmentRow> rows;
  for (impact::Document& document :
       impact::assess_impact({ledger, input.tenants, addresses, std::move(*hosts), std::move(*gathered),
                              std::move(*aware), known->tenants, path_of})) {
    rows.push_back({"impact", std::move(document.tenant), std::move(document.text)});
  }
  return rows;
}

}  // namespace hoptrace::hunt
