#include "hunt/record_count.h"

#include <utility>

#include "hunt/event_ref.h"

namespace hoptrace::hunt {
namespace {

// Security 1102 and System 104 of the event log service: a log was cleared (Microsoft's event documentation).
bool says_cleared(const RecordHeader& header) {
  if (header.event_id != 1102 && header.event_id != 104) return false;
  if (header.provider != "Microsoft-Windows-Eventlog") return false;
  return header.channel == (header.event_id == 1102 ? "Security" : "System");
}

}  // namespace

void RecordCount::piece(cases::Stretch& stretch, const std::string& path, bool facts_known) {
  stretch_ = &stretch;
  path_ = &path;
  facts_known_ = facts_known;
  lanes_.assign(equipment_.rules->log_sources.lanes().size(), false);
  if (hosts_of_ != stretch.artifact) hosts_.clear(), host_ = nullptr;
  hosts_of_ = stretch.artifact;
}

bool RecordCount::note(const RecordHeader& header) {
  ++stretch_->records;
  if (!in_time(header)) return false;
  if (host_ == nullptr || host_->computer != header.computer) host_ = &host_of(header);
  if (facts_known_) return true;
  coverage_.add(header, host_->tenant, host_->name);
  note_clearing(header);
  return true;
}

bool RecordCount::in_time(const RecordHeader& header) const {
  if (!header.timed) return true;
  return (!options_.since || header.time >= *options_.since) && (!options_.until || header.time < *options_.until);
}

const RecordCount::Host& RecordCount::host_of(const RecordHeader& header) {
  constexpr std::size_t kMostHosts = 100'000;  // a hostile log may name a new host in every record
  if (hosts_.size() > kMostHosts) hosts_.clear();
  const auto [known, added] = hosts_.try_emplace(std::string(header.computer));
  if (!added) return known->second;
  const tenants::Decision decision = equipment_.tenants.decide(options_.tenant, header.computer, *path_);
  known->second.computer = known->first;
  known->second.name = hunt::host_of(header.computer);
  known->second.tenant = decision.tenant;
  if (!decision.contradiction.empty()) {
    note_anomaly({base::AnomalyKind::kTenantContradiction, header.origin.offset, decision.contradiction});
  }
  return known->second;
}

void RecordCount::note_clearing(const RecordHeader& header) {
  if (!says_cleared(header)) return;
  note_anomaly({base::AnomalyKind::kLogCleared, header.origin.offset,
                "the " + std::string(header.channel) + " log of " + host_->name + " was cleared"});
}

void RecordCount::note_anomaly(base::Anomaly anomaly) {
  if (!facts_known_) stretch_->anomalies.push_back(std::move(anomaly));
}

void RecordCount::finish() {
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    if (lanes_[i]) stretch_->lanes.push_back(equipment_.rules->log_sources.lanes()[i].name);
  }
  if (!facts_known_) stretch_->coverage = coverage_.take();
}

}  // namespace hoptrace::hunt
