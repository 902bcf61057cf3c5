// Worker: one thread's share of a hunt: a piece of an artifact in, the Stretch that came of it out.
//
// Keeps its own decoders, matchers and scratch memory; the equipment is shared and never changed.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cases/finding.h"
#include "decode/format.h"
#include "hunt/equipment.h"
#include "hunt/event_glance.h"
#include "hunt/fingerprint.h"
#include "hunt/indicator_watch.h"
#include "hunt/keeper.h"
#include "hunt/record_count.h"
#include "hunt/record_readers.h"
#include "hunt/record_sieve.h"
#include "hunt/rule_selection.h"
#include "hunt/stage_clock.h"
#include "match/indexed_matcher.h"
#include "sessions/fact_table.h"

namespace hoptrace::hunt {

// What all pieces of one artifact share.
struct ArtifactTask {
  base::ArtifactId id{};
  std::string path;
  const decode::Format* format = nullptr;
  std::shared_ptr<const Selection> selection;
  std::shared_ptr<const std::vector<bool>> indicators;  // by number: still to be looked up here; null: all
  bool logon_facts = false;                             // they are to be read
  bool facts_known = false;                             // anomalies and coverage are in the case already
};

struct PieceTask {
  std::shared_ptr<const ArtifactTask> artifact;  // null: no piece, but the end of an outermost file
  decode::Piece piece;
  bool last = false;
  std::shared_ptr<Fingerprint::Mark> mark;  // of a file whose SHA-256 is taken in this pass
  std::vector<base::ArtifactId> ended;      // of the end of an outermost file: artifacts in it
  std::uint64_t progress = 0;               // of the file on disk, in bytes, once this is done
};

struct PieceResult {
  cases::Stretch stretch;
  std::vector<std::uint64_t> suppressed_by_row;  // of the allow list
  PieceTask task;                                // with its bytes, which are somebody's next buffer
};

class Worker : private decode::EventSink {
 public:
  Worker(const Equipment& equipment, const HuntOptions& options)
      : equipment_(equipment), options_(options), count_(equipment, options), watch_(equipment), keeper_(equipment) {}
  [[nodiscard]] PieceResult work(PieceTask& task);

 private:
  void on_event(event::Event& event) override;
  void on_anomaly(base::Anomaly anomaly) override;

  // Shapes are numbered by one decoder: each has a sieve of its own.
  struct Reader {
    Reader(const Equipment& equipment, RecordCount& count) : sieve(equipment, count) {}
    RecordSieve sieve;
    std::unique_ptr<decode::Decoder> decoder;
  };

  void begin(PieceTask& task, PieceResult& result);
  [[nodiscard]] Reader& reader();
  [[nodiscard]] match::Matcher& matcher();
  void read_facts(const event::Event& event);
  // Whether what was found in the record at hand leaves little doubt: a seed of tracing.
  [[nodiscard]] bool is_grave(const RecordSieve::Verdict& known) const;
  // What is known of a record that the decoder asked nobody about, or that is no plain one; nothing if no rule and no
  // indicator is to look at it.
  [[nodiscard]] std::optional<RecordSieve::Verdict> judge(const event::Event& event);
  // Fills watch_ and kept_.
  void match(const RecordSieve::Verdict& known, const event::Event& event);

  const Equipment& equipment_;
  const HuntOptions& options_;
  StageClock* clock_ = nullptr;  // of the thread that works; null: nobody asked where time goes
  const ArtifactTask* artifact_ = nullptr;
  std::map<const decode::Format*, std::unique_ptr<Reader>> readers_;
  Reader* reader_ = nullptr;  // of the artifact at hand
  std::map<const Selection*, std::unique_ptr<match::Matcher>> matchers_;
  match::Matcher* matcher_ = nullptr;
  match::IndexedMatcher* indexed_ = nullptr;  // the same, where it has an index
  RecordCount count_;
  // For events that are made before anybody asks; made with the first of them.
  struct EventSieve {
    EventSieve(const Equipment& equipment, RecordCount& count) : sieve(equipment, count) {}
    RecordSieve sieve;
    EventGlance glance{sieve};
  };
  std::unique_ptr<EventSieve> event_sieve_;
  RecordSieve* judged_by_ = nullptr;  // the record at hand
  IndicatorWatch watch_;
  Keeper keeper_;
  std::vector<match::Match> matches_;
  std::vector<KeptMatch> kept_;                        // the same, as the case wants to know of them
  std::unique_ptr<sessions::FactReader> facts_;        // where hops are traced
  std::unique_ptr<RecordReaders> readers_of_records_;  // likewise
};

}  // namespace hoptrace::hunt
