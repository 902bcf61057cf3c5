#include "cases/stretch_store.h"

#include "cases/identity.h"
#include "cases/packed.h"

namespace hoptrace::cases {
namespace {

std::optional<std::int64_t> time_of(const EventRef& event) {
  return event.timed ? std::optional(event.time.ticks) : std::nullopt;
}

}  // namespace

StretchStore::StretchStore(Database& database, Interned& texts, RuleStore& rules, ArtifactStore& artifacts,
                           UnfinishedStore& unfinished, const RunLog& runs)
    : database_(database),
      texts_(texts),
      rules_(rules),
      artifacts_(artifacts),
      unfinished_(unfinished),
      runs_(runs),
      coverage_(database, texts),
      insert_stretch_(
          database,
          "INSERT INTO stretch(run, artifact, ruleset, first, end, records) VALUES(?1, ?2, ?3, ?4, ?5, ?6)"),
      insert_finding_(database,
                      "INSERT INTO finding(artifact, offset, rule, run, level, certain, time, tenant, host,"
                      " channel, provider, event_id, record_id, content, event_key, matched, missing, context)"
                      " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)"
                      " ON CONFLICT DO NOTHING"),
      insert_match_(database,
                    "INSERT INTO match(artifact, offset, rule, time, tenant, host, channel, provider, event_id,"
                    " record_id, content, fields) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"
                    " ON CONFLICT DO NOTHING"),
      insert_sighting_(database,
                       "INSERT INTO sighting(artifact, offset, rule, tenant, host, value, field, time)"
                       " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING"),
      insert_lane_(database, "INSERT INTO artifact_lane(artifact, lane) VALUES(?1, ?2) ON CONFLICT DO NOTHING"),
      insert_anomaly_(database,
                      "INSERT INTO anomaly(run, artifact, tenant, path, kind, offset, detail)"
                      " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)") {}

base::Result<void> StretchStore::commit(const Stretch& stretch, RulesetRow ruleset) {
  Transaction work(database_);
  const ArtifactStore::Reading& reading = artifacts_.continue_reading(stretch, ruleset);
  insert_stretch_
      .with(runs_.current(), static_cast<std::int64_t>(stretch.artifact), reading.running, stretch.begin, stretch.end,
            stretch.records)
      .run();
  for (const FindingRow& finding : stretch.findings) add_finding(stretch, finding);
  for (const CorrelationMatch& match : stretch.matches) add_match(stretch, match);
  for (const IndicatorSighting& sighting : stretch.sightings) add_sighting(stretch, sighting);
  for (const std::string& lane : stretch.lanes) {
    insert_lane_.with(static_cast<std::int64_t>(stretch.artifact), texts_.row(lane)).run();
  }
  if (!reading.facts_known) {
    for (const CoverageRow& row : stretch.coverage) coverage_.add(stretch.artifact, row);
    for (const base::Anomaly& anomaly : stretch.anomalies) {
      add_anomaly(static_cast<std::int64_t>(stretch.artifact), reading.tenant, {}, anomaly);
    }
  }
  artifacts_.advance(stretch, reading);
  if (!stretch.findings.empty()) artifacts_.note_untold(stretch.artifact, runs_.current());
  if (!stretch.read_sha256.empty()) unfinished_.advance(stretch);
  auto outcome = work.commit();
  if (outcome) {
    artifacts_.settle(stretch);
  } else {
    artifacts_.forget();
  }
  return outcome;
}

void StretchStore::add_finding(const Stretch& stretch, const FindingRow& finding) {
  const EventRef& event = finding.event;
  const std::string key =
      event_key(rules_.rule_id(finding.rule), finding.tenant, event, {}, {stretch.artifact, finding.offset});
  insert_finding_
      .with(static_cast<std::int64_t>(stretch.artifact), finding.offset, finding.rule, runs_.current(), finding.level,
            finding.certain, time_of(event), texts_.row(finding.tenant), texts_.row(event.host),
            texts_.row(event.channel), texts_.row(event.provider), event.event_id, event.record_id, event.content,
            key, pack(finding.matched), pack(finding.missing), pack(finding.context))
      .run();
}

void StretchStore::add_match(const Stretch& stretch, const CorrelationMatch& match) {
  const EventRef& event = match.event;
  insert_match_
      .with(static_cast<std::int64_t>(stretch.artifact), match.offset, match.rule, time_of(event),
            texts_.row(match.tenant), texts_.row(event.host), texts_.row(event.channel), texts_.row(event.provider),
            event.event_id, event.record_id, event.content, pack(match.fields))
      .run();
}

void StretchStore::add_sighting(const Stretch& stretch, const IndicatorSighting& sighting) {
  insert_sighting_
      .with(static_cast<std::int64_t>(stretch.artifact), sighting.offset, sighting.rule, texts_.row(sighting.tenant),
            texts_.row(sighting.host), texts_.row(sighting.value), texts_.row(sighting.field), sighting.time.ticks)
      .run();
}

void StretchStore::add_anomaly(std::optional<std::int64_t> artifact, std::string_view tenant, std::string_view path,
                               const base::Anomaly& anomaly) {
  insert_anomaly_
      .with(runs_.current(), artifact, texts_.row(tenant), path, base::info(anomaly.kind).name, anomaly.offset,
            anomaly.detail)
      .run();
}

void StretchStore::drop_earlier(std::string_view tenant, std::string_view path) {
  Statement(database_, "DELETE FROM anomaly WHERE artifact IS NULL AND path=?1 AND tenant=?2 AND run IS NOT ?3")
      .with(path, texts_.row(tenant), runs_.current())
      .run();
}

base::Result<void> StretchStore::forget_path(std::string_view tenant, std::string_view path) {
  Transaction work(database_);
  drop_earlier(tenant, path);
  return work.commit();
}

base::Result<void> StretchStore::note_path(std::string_view tenant, std::string_view path,
                                           const base::Anomaly& anomaly) {
  Transaction work(database_);
  drop_earlier(tenant, path);
  add_anomaly(std::nullopt, tenant, path, anomaly);
  return work.commit();
}

}  // namespace hoptrace::cases
