// Counts for the closing table: findings, indicator sightings, anomalies.
#include <map>

#include "cases/case_reading.h"
#include "cases/tally.h"

namespace hoptrace::cases {
namespace {

// What of a finding its group is told by.
SummaryRow group_of(SummaryBy by, const RuleRecord& rule, const Tally::Log& log, const std::string& level) {
  SummaryRow group;
  switch (by) {
    case SummaryBy::kLevel:
      group.key = group.level = level;
      break;
    case SummaryBy::kRule:
      group.key = rule.id;
      break;
    case SummaryBy::kTenant:
      group.tenant = group.key = log.tenant;
      break;
    case SummaryBy::kHost:
      group.tenant = log.tenant;
      group.key = log.host;
      break;
  }
  return group;
}

}  // namespace

base::Result<std::vector<SummaryRow>> CaseReading::summary(SummaryBy by) {
  if (!tally_ || tally_->moment() != Tally::moment_of(database_)) tally_ = std::make_unique<Tally>(database_);
  std::map<std::pair<std::string, std::string>, SummaryRow> groups;  // in the order in which they are given
  for (const auto& [of, count] : tally_->counts()) {
    if (count.certain + count.uncertain == 0) continue;
    const RuleRecord& made_by = *rule(of.rule);
    SummaryRow group = group_of(by, made_by, tally_->log(of.log), tally_->level(of.level));
    std::pair name(group.tenant, group.key);
    SummaryRow& row = groups.try_emplace(std::move(name), std::move(group)).first->second;
    if (by == SummaryBy::kRule && (row.level.empty() || row.title < made_by.title)) {
      row.title = made_by.title;
      row.level = made_by.level;
    }
    row.certain += count.certain;
    row.uncertain += count.uncertain;
  }
  if (auto outcome = database_.outcome(); !outcome) return std::unexpected(outcome.error());
  std::vector<SummaryRow> rows;
  rows.reserve(groups.size());
  for (auto& [name, row] : groups) rows.push_back(std::move(row));
  return rows;
}

// A record that stands in two artifacts is one sighting: told by its tenant, host and time.
base::Result<void> CaseReading::sightings(const Each<SightingGroup>& each) {
  return sightings_of(std::nullopt, each);
}

base::Result<void> CaseReading::tenant_sightings(const std::string& tenant, const Each<SightingGroup>& each) {
  return sightings_of(tenant, each);
}

base::Result<void> CaseReading::sightings_of(const std::optional<std::string>& tenant,
                                             const Each<SightingGroup>& each) {
  Statement groups(database_,
                   "SELECT sighting.rule, sighting.value, text.value, count(DISTINCT sighting.tenant || ' ' || host),"
                   " count(DISTINCT sighting.tenant || ' ' || host || ' ' || time), min(time), max(time)"
                   " FROM sighting JOIN rule ON rule.id=sighting.rule AND rule.id IN (SELECT rule FROM in_force)"
                   " JOIN text ON text.id=sighting.value"
                   " WHERE artifact NOT IN unfinished"
                   " AND (?1 IS NULL OR sighting.tenant=(SELECT id FROM text WHERE value=?1))"
                   " GROUP BY sighting.rule, sighting.value ORDER BY rule_id, text.value");
  Statement places(database_,
                   "SELECT DISTINCT tenant.value, host.value FROM sighting"
                   " JOIN text tenant ON tenant.id=sighting.tenant JOIN text host ON host.id=sighting.host"
                   " WHERE sighting.rule=?1 AND sighting.value=?2 AND artifact NOT IN unfinished"
                   " AND (?4 IS NULL OR tenant.value=?4)"
                   " ORDER BY 1, 2 LIMIT ?3");
  groups.with(tenant);
  while (groups.row()) {
    SightingGroup group;
    group.rule = rule(groups.integer(0));
    group.value = groups.text(2);
    group.place_count = groups.natural(3);
    group.sightings = groups.natural(4);
    if (!groups.is_null(5)) group.first = base::Time{groups.integer(5)};
    if (!groups.is_null(6)) group.last = base::Time{groups.integer(6)};
    places.with(groups.integer(0), groups.integer(1), SightingGroup::kPlaces, tenant);
    while (places.row()) group.places.emplace_back(places.string(0), places.string(1));
    if (!each(group)) break;
  }
  return database_.outcome();
}

namespace {

constexpr const char* kAnomalyColumns =
    "SELECT kind, text.value, coalesce(artifact.path, anomaly.path) AS place, coalesce(sha256, ''), detail,"
    " anomaly.offset FROM anomaly JOIN text ON text.id=anomaly.tenant"
    " LEFT JOIN artifact ON artifact.id=anomaly.artifact"
    " WHERE (artifact IS NULL OR artifact NOT IN unfinished) ";

AnomalyRow read_anomaly(const Statement& query) {
  return {query.string(0), query.string(1), query.string(2), query.string(3), query.string(4), query.natural(5)};
}

}  // namespace

base::Result<void> CaseReading::anomaly_groups(const Each<AnomalyGroup>& each) {
  Statement groups(database_,
                   "SELECT kind, count(*), count(DISTINCT coalesce(artifact, tenant || ' ' || path)) FROM anomaly"
                   " WHERE artifact IS NULL OR artifact NOT IN unfinished"
                   " GROUP BY kind ORDER BY kind");
  Statement examples(
      database_,
      (std::string(kAnomalyColumns) + "AND kind=?1 ORDER BY place, anomaly.offset, anomaly.id LIMIT ?2").c_str());
  while (groups.row()) {
    AnomalyGroup group{groups.string(0), groups.natural(1), groups.natural(2), {}};
    examples.with(groups.text(0), AnomalyGroup::kExamples);
    while (examples.row()) group.examples.push_back(read_anomaly(examples));
    if (!each(group)) break;
  }
  return database_.outcome();
}

base::Result<void> CaseReading::anomalies(const Each<AnomalyRow>& each) {
  Statement query(database_, (std::string(kAnomalyColumns) + "ORDER BY place, anomaly.offset, anomaly.id").c_str());
  while (query.row() && each(read_anomaly(query))) {
  }
  return database_.outcome();
}

}  // namespace hoptrace::cases
