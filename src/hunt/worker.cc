#include "hunt/worker.h"

#include <algorithm>

#include "hunt/profile.h"
#include "sessions/packed_facts.h"

namespace hoptrace::hunt {

PieceResult Worker::work(PieceTask& task) {
  clock_ = clock_here(options_.profile);
  const InStage in_stage(clock_, Stage::kDecoding);
  PieceResult result;
  result.suppressed_by_row.resize(equipment_.allow.rows().size());
  if (task.artifact) {
    begin(task, result);
    reader_->decoder->decode(task.piece, *this);
    count_.finish();
    if (artifact_->logon_facts) {
      result.stretch.logon_facts = sessions::pack(*facts_->take());
      readers_of_records_->take(result.stretch);
    }
  }
  result.task = std::move(task);
  return result;
}

void Worker::begin(PieceTask& task, PieceResult& result) {
  artifact_ = task.artifact.get();
  reader_ = &reader();
  matcher_ = &matcher();
  matcher_->count_costs(options_.profile == nullptr ? nullptr : options_.profile->rule_costs_here());
  reader_->sieve.time_with(clock_);
  reader_->sieve.keep_with(&keeper_);
  if (artifact_->logon_facts && !facts_) {
    facts_ = std::make_unique<sessions::FactReader>(equipment_.fields);
    readers_of_records_ = std::make_unique<RecordReaders>(equipment_);
  }
  reader_->sieve.read_facts(artifact_->logon_facts ? facts_.get() : nullptr);
  reader_->sieve.ask_for(artifact_->logon_facts ? readers_of_records_.get() : nullptr);
  cases::Stretch& stretch = result.stretch;
  stretch.artifact = artifact_->id;
  stretch.begin = task.piece.offset;
  stretch.end = task.piece.end();
  stretch.last = task.last;
  if (!artifact_->facts_known) stretch.anomalies = std::move(task.piece.anomalies);
  count_.piece(stretch, artifact_->path, artifact_->facts_known);
  keeper_.piece(stretch, result.suppressed_by_row, artifact_->indicators.get());
}

Worker::Reader& Worker::reader() {
  auto& reader = readers_[artifact_->format];
  if (!reader) {
    reader = std::make_unique<Reader>(equipment_, count_);
    // The slow matcher is there to judge: it sees every record whole.
    decode::Sieve* const sieve = options_.slow_matcher ? nullptr : &reader->sieve;
    reader->decoder = artifact_->format->decoder(equipment_.fields, equipment_.decode_options(options_.carve, sieve));
  }
  return *reader;
}

match::Matcher& Worker::matcher() {
  const Selection& selection = *artifact_->selection;
  auto& matcher = matchers_[&selection];
  if (!matcher) matcher = make_matcher(selection);
  indexed_ = selection.index ? static_cast<match::IndexedMatcher*>(matcher.get()) : nullptr;
  if (selection.index) reader_->sieve.use(selection.index);
  return *matcher;
}

void Worker::on_event(event::Event& event) {
  const InStage keeping(clock_, Stage::kKeeping);
  RecordSieve::Verdict known = reader_->sieve.verdict(event.origin);
  if (!known.noted && !count_.note(header_of(event))) return;
  if (artifact_->logon_facts) {
    if (!known.facts) read_facts(event);
    if (!known.counted) readers_of_records_->read(event, count_.tenant(), count_.host());
  }
  judged_by_ = &reader_->sieve;
  if (known.whole) {
    const std::optional<RecordSieve::Verdict> judged = judge(event);
    if (!judged) return;
    known = *judged;
  }
  match(known, event);
  if (artifact_->logon_facts && is_grave(known)) facts_->read_flagged(event, count_.tenant(), count_.host());
  keeper_.record(event, count_.tenant(), count_.host(), watch_);
  keeper_.keep_indicators();
  for (const KeptMatch& match : kept_) keeper_.keep_match(match);
  for (const KeptMatch& match : known.all) keeper_.keep_match(match);
}

void Worker::read_facts(const event::Event& event) {
  const auto* const kind = facts_->kind_of(event.channel, event.provider, event.event_id, event.kind);
  if (kind == nullptr) return;
  const InStage reading(clock_, Stage::kFacts);
  facts_->read(*kind, event, count_.tenant(), count_.host());
}

bool Worker::is_grave(const RecordSieve::Verdict& known) const {
  if (std::ranges::any_of(kept_, &KeptMatch::grave) || std::ranges::any_of(known.all, &KeptMatch::grave)) return true;
  return std::ranges::any_of(watch_.found(), [](const IndicatorWatch::Found& found) {
    return found.alone && (found.level == "high" || found.level == "critical");
  });
}

std::optional<RecordSieve::Verdict> Worker::judge(const event::Event& event) {
  if (indexed_ == nullptr) return RecordSieve::Verdict{};
  const InStage matching(clock_, Stage::kMatching);
  if (!event_sieve_) event_sieve_ = std::make_unique<EventSieve>(equipment_, count_);
  judged_by_ = &event_sieve_->sieve;
  judged_by_->use(artifact_->selection->index);
  event_sieve_->glance.show(event);
  if (!judged_by_->wants_noted(event_sieve_->glance.shape(), event_sieve_->glance)) return std::nullopt;
  return judged_by_->verdict(event.origin);
}

void Worker::match(const RecordSieve::Verdict& known, const event::Event& event) {
  const InStage matching(clock_, Stage::kMatching);
  const std::uint64_t limits = matcher_->limits_hit();
  matches_.clear();
  kept_.clear();
  if (known.whole || known.indicators) {
    watch_.look_at(event);
  } else {
    watch_.look_at_nothing();
  }
  if (known.whole) {
    matcher_->match(event, matches_);
    count_.note_lanes(matcher_->lanes());
  } else {
    indexed_->match_only(known.candidates, event, matches_);
  }
  for (const match::Match& match : matches_) kept_.push_back(kept_match(equipment_, match));
  if (matcher_->limits_hit() != limits) {
    on_anomaly({base::AnomalyKind::kMatchLimit, event.origin.offset, "a regular expression took too many steps"});
  } else if (!known.whole) {
    judged_by_->learn(kept_);
  }
  if (known.matches.empty()) return;
  kept_.insert(kept_.end(), known.matches.begin(), known.matches.end());
  std::ranges::sort(kept_, {}, &KeptMatch::rule);
}

void Worker::on_anomaly(base::Anomaly anomaly) {
  count_.note_anomaly(std::move(anomaly));
}

}  // namespace hoptrace::hunt
