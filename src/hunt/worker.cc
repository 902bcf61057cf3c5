#include "hunt/worker.h"

#include "hunt/event_ref.h"
#include "hunt/profile.h"

namespace hoptrace::hunt {
namespace {

// Security 1102 and System 104 of the event log service: a log was cleared (Microsoft's event documentation).
bool says_cleared(const event::Event& event) {
  if (event.provider != "Microsoft-Windows-Eventlog") return false;
  return (event.event_id == 1102 && event.channel == "Security") ||
         (event.event_id == 104 && event.channel == "System");
}

}  // namespace

PieceResult Worker::work(PieceTask& task) {
  clock_ = clock_here(options_.profile);
  const InStage in_stage(clock_, Stage::kDecoding);
  PieceResult result;
  result.suppressed_by_row.resize(equipment_.allow.rows().size());
  if (task.artifact) {
    artifact_ = task.artifact.get();
    result_ = &result;
    auto& decoder = decoders_[artifact_->format];
    if (!decoder) {
      decoder = artifact_->format->decoder(equipment_.fields,
                                           {.carve = options_.carve, .json_kinds = &equipment_.json_kinds});
    }
    auto& matcher = matchers_[artifact_->selection.get()];
    if (!matcher) matcher = make_matcher(*artifact_->selection);
    matcher_ = matcher.get();
    matcher_->count_costs(options_.profile == nullptr ? nullptr : options_.profile->rule_costs_here());
    cases::Stretch& stretch = result.stretch;
    keeper_.piece(stretch, result.suppressed_by_row, artifact_->indicators.get());
    stretch.artifact = artifact_->id;
    stretch.begin = task.piece.offset;
    stretch.end = task.piece.end();
    stretch.last = task.last;
    if (!artifact_->facts_known) stretch.anomalies = std::move(task.piece.anomalies);
    lanes_.assign(equipment_.rules->log_sources.lanes().size(), false);
    decoder->decode(task.piece, *this);
    note_lanes();
    if (!artifact_->facts_known) stretch.coverage = coverage_.take();
  }
  result.task = std::move(task);
  return result;
}

void Worker::on_event(event::Event& event) {
  const InStage in_stage(clock_, Stage::kKeeping);
  ++result_->stretch.records;
  if (!in_time(event)) return;
  tenant_ = tenant_of(event);
  if (!artifact_->facts_known) {
    coverage_.add(event, tenant_, host_of(event.computer));
    note_clearing(event);
  }
  {
    const InStage matching(clock_, Stage::kMatching);
    watch_.look_at(event);
  }
  keeper_.record(event, tenant_, watch_);
  keeper_.keep_indicators();
  matches_.clear();
  const std::uint64_t limits = matcher_->limits_hit();
  {
    const InStage matching(clock_, Stage::kMatching);
    matcher_->match(event, matches_);
  }
  if (matcher_->limits_hit() != limits) {
    on_anomaly({base::AnomalyKind::kMatchLimit, event.origin.offset, "a regular expression took too many steps"});
  }
  for (const rules::LaneId lane : matcher_->lanes()) lanes_[static_cast<std::size_t>(lane)] = true;
  for (const match::Match& match : matches_) keeper_.keep_match(match);
}

void Worker::on_anomaly(base::Anomaly anomaly) {
  if (!artifact_->facts_known) result_->stretch.anomalies.push_back(std::move(anomaly));
}

bool Worker::in_time(const event::Event& event) const {
  if (!event.timed) return true;
  return (!options_.since || event.time >= *options_.since) && (!options_.until || event.time < *options_.until);
}

const std::string& Worker::tenant_of(const event::Event& event) {
  if (tenants_of_ != artifact_->id) tenants_.clear(), tenants_of_ = artifact_->id;
  const auto [known, added] = tenants_.try_emplace(std::string(event.computer));
  if (added) {
    const tenants::Decision decision = equipment_.tenants.decide(options_.tenant, event.computer, artifact_->path);
    known->second = decision.tenant;
    if (!decision.contradiction.empty()) {
      on_anomaly({base::AnomalyKind::kTenantContradiction, event.origin.offset, decision.contradiction});
    }
    constexpr std::size_t kMostHosts = 100'000;  // a hostile log may name a new host in every record
    if (tenants_.size() > kMostHosts) {
      std::string tenant = std::move(known->second);
      tenants_.clear();
      return tenants_[std::string(event.computer)] = std::move(tenant);
    }
  }
  return known->second;
}

void Worker::note_lanes() {
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    if (lanes_[i]) result_->stretch.lanes.push_back(equipment_.rules->log_sources.lanes()[i].name);
  }
}

void Worker::note_clearing(const event::Event& event) {
  if (!says_cleared(event)) return;
  on_anomaly({base::AnomalyKind::kLogCleared, event.origin.offset,
              "the " + std::string(event.channel) + " log of " + host_of(event.computer) + " was cleared"});
}

}  // namespace hoptrace::hunt
