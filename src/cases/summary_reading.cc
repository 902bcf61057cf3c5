// Counts for the closing table: findings, indicator sightings, anomalies.
#include "cases/case_reading.h"

namespace hoptrace::cases {
namespace {

// By SummaryBy: what is counted apart, and the order of the rows. Copies of an event have one event_key.
struct Grouping {
  const char* columns;  // tenant, key, title, level
  const char* group;
};
constexpr Grouping kGroupings[] = {
    {"'', finding.level, '', finding.level", "finding.level"},
    {"'', rule.rule_id, max(rule.title), rule.level", "rule.rule_id"},
    {"tenant.value, tenant.value, '', ''", "tenant.value"},
    {"tenant.value, host.value, '', ''", "tenant.value, host.value"},
};

}  // namespace

base::Result<std::vector<SummaryRow>> CaseReading::summary(SummaryBy by) {
  const Grouping& grouping = kGroupings[static_cast<std::size_t>(by)];
  const std::string sql =
      std::string("SELECT ") + grouping.columns +
      ", count(DISTINCT CASE WHEN certain THEN event_key END),"
      " count(DISTINCT CASE WHEN NOT certain THEN event_key END)"
      " FROM finding JOIN rule ON rule.id=finding.rule JOIN text tenant ON tenant.id=finding.tenant"
      " JOIN text host ON host.id=finding.host WHERE in_force AND withheld=0"
      " AND artifact NOT IN unfinished GROUP BY " +
      grouping.group + " ORDER BY " + grouping.group;
  Statement query(database_, sql.c_str());
  std::vector<SummaryRow> rows;
  while (query.row()) {
    rows.push_back(
        {query.string(0), query.string(1), query.string(2), query.string(3), query.natural(4), query.natural(5)});
  }
  if (auto outcome = database_.outcome(); !outcome) return std::unexpected(outcome.error());
  return rows;
}

// A record that stands in two artifacts is one sighting: told by its tenant, host and time.
base::Result<void> CaseReading::sightings(const Each<SightingGroup>& each) {
  Statement groups(
      database_,
      "SELECT sighting.rule, sighting.value, text.value, count(DISTINCT sighting.tenant || ' ' || host),"
      " count(DISTINCT sighting.tenant || ' ' || host || ' ' || time), min(time), max(time)"
      " FROM sighting JOIN rule ON rule.id=sighting.rule AND in_force JOIN text ON text.id=sighting.value"
      " WHERE artifact NOT IN unfinished"
      " GROUP BY sighting.rule, sighting.value ORDER BY rule_id, text.value");
  Statement places(database_,
                   "SELECT DISTINCT tenant.value, host.value FROM sighting"
                   " JOIN text tenant ON tenant.id=sighting.tenant JOIN text host ON host.id=sighting.host"
                   " WHERE sighting.rule=?1 AND sighting.value=?2 AND artifact NOT IN unfinished"
                   " ORDER BY 1, 2 LIMIT ?3");
  while (groups.row()) {
    SightingGroup group;
    group.rule = rule(groups.integer(0));
    group.value = groups.text(2);
    group.place_count = groups.natural(3);
    group.sightings = groups.natural(4);
    if (!groups.is_null(5)) group.first = base::Time{groups.integer(5)};
    if (!groups.is_null(6)) group.last = base::Time{groups.integer(6)};
    places.with(groups.integer(0), groups.integer(1), SightingGroup::kPlaces);
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
