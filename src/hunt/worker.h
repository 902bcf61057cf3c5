// Worker: one thread's share of a hunt: a piece of an artifact in, the Stretch that came of it out.
//
// Keeps its own decoders, matchers and scratch memory; the equipment is shared and never changed.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "cases/finding.h"
#include "decode/format.h"
#include "hunt/coverage_count.h"
#include "hunt/equipment.h"
#include "hunt/fingerprint.h"
#include "hunt/indicator_watch.h"
#include "hunt/keeper.h"
#include "hunt/rule_selection.h"
#include "hunt/stage_clock.h"

namespace hoptrace::hunt {

// What all pieces of one artifact share.
struct ArtifactTask {
  base::ArtifactId id{};
  std::string path;
  const decode::Format* format = nullptr;
  std::shared_ptr<const Selection> selection;
  std::shared_ptr<const std::vector<bool>> indicators;  // by number: still to be looked up here; null: all
  bool facts_known = false;                             // anomalies and coverage are in the case already
};

struct PieceTask {
  std::shared_ptr<const ArtifactTask> artifact;  // null: no piece, but the end of an outermost file
  decode::Piece piece;
  bool last = false;
  std::shared_ptr<Fingerprint::Mark> mark;  // of a file whose SHA-256 is taken in this pass
  std::vector<base::ArtifactId> ended;  // of the end of an outermost file: artifacts in it
  std::uint64_t progress = 0;           // of the file on disk, in bytes, once this is done
};

struct PieceResult {
  cases::Stretch stretch;
  std::vector<std::uint64_t> suppressed_by_row;  // of the allow list
  PieceTask task;                                // with its bytes, which are somebody's next buffer
};

class Worker : private decode::EventSink {
 public:
  Worker(const Equipment& equipment, const HuntOptions& options)
      : equipment_(equipment), options_(options), watch_(equipment), keeper_(equipment) {}
  [[nodiscard]] PieceResult work(PieceTask& task);

 private:
  void on_event(event::Event& event) override;
  void on_anomaly(base::Anomaly anomaly) override;

  [[nodiscard]] bool in_time(const event::Event& event) const;
  [[nodiscard]] const std::string& tenant_of(const event::Event& event);
  void note_lanes();
  void note_clearing(const event::Event& event);

  const Equipment& equipment_;
  const HuntOptions& options_;
  const ArtifactTask* artifact_ = nullptr;
  PieceResult* result_ = nullptr;
  std::map<const decode::Format*, std::unique_ptr<decode::Decoder>> decoders_;
  std::map<const Selection*, std::unique_ptr<match::Matcher>> matchers_;
  match::Matcher* matcher_ = nullptr;
  StageClock* clock_ = nullptr;  // of the thread at hand; null: nothing is measured
  IndicatorWatch watch_;
  Keeper keeper_;
  CoverageCount coverage_;
  std::vector<bool> lanes_;                               // by LaneId: had a record in the piece at hand
  std::unordered_map<std::string, std::string> tenants_;  // by the host's name, within artifact tenants_of_
  base::ArtifactId tenants_of_{-1};
  std::vector<match::Match> matches_;
  std::string tenant_;  // of the event at hand
};

}  // namespace hoptrace::hunt
