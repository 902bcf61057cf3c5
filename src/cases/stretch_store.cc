#include "cases/stretch_store.h"

#include "cases/packed.h"

namespace hoptrace::cases {
namespace {

std::optional<std::int64_t> time_of(const EventRef& event) {
  return event.timed ? std::optional(event.time.ticks) : std::nullopt;
}

}  // namespace

StretchStore::StretchStore(Database& database, Interned& texts, FindingStore& findings, ArtifactStore& artifacts,
                           UnfinishedStore& unfinished, const RunLog& runs)
    : database_(database),
      texts_(texts),
      findings_(findings),
      artifacts_(artifacts),
      unfinished_(unfinished),
      runs_(runs),
      coverage_(database, texts),
      insert_stretch_(
          database,
          "INSERT INTO stretch(run, artifact, ruleset, first, end, records) VALUES(?1, ?2, ?3, ?4, ?5, ?6)"),
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
                      " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)"),
      insert_facts_(database, "INSERT OR REPLACE INTO logon_facts(artifact, first, packed) VALUES(?1, ?2, ?3)"),
      insert_record_facts_(
          database, "INSERT OR REPLACE INTO record_facts(artifact, reader, first, packed) VALUES(?1, ?2, ?3, ?4)") {}

base::Result<void> StretchStore::commit(const Stretch& stretch, RulesetRow ruleset) {
  if (!batch_) batch_.emplace(database_);
  const ArtifactStore::Reading& reading = artifacts_.continue_reading(stretch, ruleset);
  if (reading.begun_anew) coverage_.forget();
  add(stretch, reading);
  advance(stretch, reading);
  batch_->bytes += stretch.end - stretch.begin;
  batch_->rows += stretch.findings.size() + stretch.matches.size() + stretch.sightings.size();
  if (database_.failed() || enough()) return settle();
  return {};
}

base::Result<void> StretchStore::settle() {
  if (!batch_) return {};
  write_all();
  auto outcome = batch_->work.commit();
  if (outcome) {
    for (const base::ArtifactId artifact : batch_->ended) artifacts_.forget(artifact);
  } else {
    give_up();
  }
  batch_.reset();
  return outcome;
}

bool StretchStore::enough() const {
  constexpr std::uint64_t kBytes = 64 << 20, kRows = 50'000;
  constexpr std::chrono::milliseconds kTime{250};
  return batch_->bytes >= kBytes || batch_->rows >= kRows ||
         std::chrono::steady_clock::now() - batch_->begun >= kTime;
}

// A reading that looks for facts from the first byte replaces what a broken one left.
void StretchStore::add_logon_facts(const Stretch& stretch) {
  const auto artifact = static_cast<std::int64_t>(stretch.artifact);
  if (stretch.begin == 0) {
    Statement(database_, "DELETE FROM logon_facts WHERE artifact=?1").with(artifact).run();
    Statement(database_, "DELETE FROM record_facts WHERE artifact=?1").with(artifact).run();
  }
  for (const auto& [reader, packed] : stretch.record_facts) {
    if (!packed.empty()) insert_record_facts_.with(artifact, reader, stretch.begin, LastingBytes{packed}).run();
  }
  if (stretch.logon_facts->empty()) return;
  insert_facts_.with(artifact, stretch.begin, LastingBytes{*stretch.logon_facts}).run();
}

void StretchStore::give_up() {
  read_to_.reset();
  mark_.reset();
  findings_.give_up();
  coverage_.forget();
  artifacts_.forget();
  lanes_of_ = base::ArtifactId{-1};
}

void StretchStore::add(const Stretch& stretch, const ArtifactStore::Reading& reading) {
  findings_.add(stretch);
  for (const CorrelationMatch& match : stretch.matches) add_match(stretch, match);
  for (const IndicatorSighting& sighting : stretch.sightings) add_sighting(stretch, sighting);
  for (const std::string& lane : stretch.lanes) add_lane(stretch.artifact, lane);
  if (stretch.logon_facts) add_logon_facts(stretch);
  if (reading.facts_known) return;
  for (const CoverageRow& row : stretch.coverage) coverage_.add(stretch.artifact, row);
  for (const base::Anomaly& anomaly : stretch.anomalies) {
    add_anomaly(static_cast<std::int64_t>(stretch.artifact), reading.tenant, {}, anomaly);
  }
}

// What is the same from one stretch to the next is written once a transaction.
void StretchStore::advance(const Stretch& stretch, const ArtifactStore::Reading& reading) {
  const bool goes_on = read_to_ && read_to_->artifact == stretch.artifact && read_to_->running == reading.running &&
                       read_to_->end == stretch.begin;
  if (!goes_on) {
    write_all();
    read_to_ = {.artifact = stretch.artifact, .running = reading.running, .begin = stretch.begin};
  }
  read_to_->end = stretch.end;
  read_to_->records += stretch.records;
  read_to_->new_records += reading.facts_known ? 0 : stretch.records;
  read_to_->found = read_to_->found || !stretch.findings.empty();
  read_to_->last = stretch.last;
  if (!stretch.read_sha256.empty()) {
    if (!mark_) mark_.emplace();
    mark_->artifact = stretch.artifact;
    mark_->read_to = stretch.read_to;
    mark_->read_sha256 = stretch.read_sha256;
    mark_->last = stretch.last;
  }
  if (!stretch.last) return;
  batch_->ended.push_back(stretch.artifact);
  write_all();  // it may be another artifact's from here on
  coverage_.forget();
  lanes_of_ = base::ArtifactId{-1};
}

void StretchStore::write_progress() {
  if (!read_to_) return;
  insert_stretch_
      .with(runs_.current(), static_cast<std::int64_t>(read_to_->artifact), read_to_->running, read_to_->begin,
            read_to_->end, read_to_->records)
      .run();
  artifacts_.advance(*read_to_);
  if (read_to_->found) artifacts_.note_untold(read_to_->artifact, runs_.current());
  read_to_.reset();
}

void StretchStore::write_all() {
  write_progress();
  findings_.settle();
  coverage_.settle();
  if (mark_) unfinished_.advance(*mark_);
  mark_.reset();
}

void StretchStore::add_lane(base::ArtifactId artifact, const std::string& lane) {
  if (lanes_of_ != artifact) lanes_.clear(), lanes_of_ = artifact;
  if (!lanes_.insert(lane).second) return;
  insert_lane_.with(static_cast<std::int64_t>(artifact), texts_.row(lane)).run();
}

void StretchStore::add_match(const Stretch& stretch, const CorrelationMatch& match) {
  const EventRef& event = match.event;
  insert_match_
      .with(static_cast<std::int64_t>(stretch.artifact), match.offset, match.rule, time_of(event),
            texts_.row(match.tenant), texts_.row(event.host), texts_.row(event.channel), texts_.row(event.provider),
            event.event_id, event.record_id, LastingBytes{event.content}, pack(match.fields))
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
