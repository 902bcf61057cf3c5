// Case: the one file in which a hunt keeps all it found (SQLite).
//
// Call order of a hunt: open_for_writing → begin_run → rows_for_rules → use_ruleset → (register_artifact →
// progress → commit_stretch…)* → correlations → end_run. What a call enters is on disk when it returns, or not at
// all; but stretches are committed together, some hundreds at a time: at the latest when anything else is asked of
// the case, or by settle(). The unit is a Stretch with everything that came of it, so a case is valid whenever the
// program is killed, and the next run goes on behind the last committed stretch: it reads again what was not. One
// writer at a time: a second one gets Code::kBusy with the holder's process id; a stale lock of a dead process is
// taken over. Readers (exports) may read at any time. Not for sharing between threads.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "cases/finding.h"
#include "cases/hop.h"
#include "cases/kept_record.h"
#include "cases/rule_pack.h"

namespace hoptrace::cases {

struct ArtifactRecord {
  base::ArtifactId id{};
  std::string tenant, sha256, format;
  std::uint64_t size = 0;
  std::vector<std::string> paths;  // relative to the evidence root, in the order they were met
};

// What a file on disk shows before it is read.
struct FileLook {
  std::string path;  // relative to the evidence root
  std::string format;
  std::uint64_t size = 0;
  std::string head;  // SHA-256 of its first 64 KiB
};

// An artifact that was begun without its SHA-256 and not read to its end yet.
struct Unfinished {
  base::ArtifactId id{};
  std::string format;
  std::uint64_t read_to = 0;  // its first so many bytes …
  std::string read_sha256;    // … hash to this; both only once something is committed
};

struct RuleNote {     // a rule that was refused, waits, or is idle, kept with the run
  std::string state;  // "refused", "waiting", "idle"
  std::string id, title, place, reason;
};
auto members(base::Either<RuleNote> auto& note) {
  return std::tie(note.state, note.id, note.title, note.place, note.reason);
}

// How far an artifact has been read under a set of rules.
struct Progress {
  bool complete = false;       // nothing to do: the same bytes under the same rules
  std::uint64_t done_to = 0;   // bytes below this are in the case already
  std::vector<RuleRow> rules;  // the rules still to run (all of the ruleset on a first reading)
  bool facts_known = false;    // anomalies and coverage of this artifact are in the case already
};

class Correlations;  // correlations.h
class Reading;       // reading.h

class Case {
 public:
  // A file that is not a case is refused and left as it is. A case opened for reading refuses to be written to.
  [[nodiscard]] static base::Result<std::unique_ptr<Case>> open_for_writing(const std::string& path);
  [[nodiscard]] static base::Result<std::unique_ptr<Case>> open_for_reading(const std::string& path);
  virtual ~Case() = default;

  [[nodiscard]] virtual base::Result<void> begin_run(std::string_view version, std::string_view command_line,
                                                     base::Time now) = 0;
  [[nodiscard]] virtual base::Result<void> end_run(std::string_view outcome, base::Time now) = 0;
  [[nodiscard]] virtual base::Result<void> audit(std::string_view action, std::string_view detail,
                                                 base::Time now) = 0;

  // The case's rows for these rule versions, made where they are new; in the same order.
  [[nodiscard]] virtual base::Result<std::vector<RuleRow>> rows_for_rules(const RulePack& rules) = 0;
  // Makes `rules` the set in force: findings of versions outside it are marked superseded, those inside are live
  // again. `scope` names what else decides what a reading finds (--since, --until, --carve…; empty: nothing):
  // artifacts read under another scope are read again.
  [[nodiscard]] virtual base::Result<RulesetRow> use_ruleset(const std::vector<RuleRow>& rules,
                                                             std::string_view scope) = 0;
  [[nodiscard]] base::Result<RulesetRow> use_ruleset(const std::vector<RuleRow>& rules) {
    return use_ruleset(rules, {});
  }
  [[nodiscard]] virtual base::Result<void> note_rules(const std::vector<RuleNote>& notes) = 0;

  // The artifact (tenant, sha256); a new path of known bytes is added to it. `head` as in FileLook; empty: not known.
  [[nodiscard]] virtual base::Result<ArtifactRecord> register_artifact(std::string_view tenant,
                                                                       std::string_view sha256, std::string_view path,
                                                                       std::string_view format, std::uint64_t size,
                                                                       std::string_view head) = 0;
  [[nodiscard]] base::Result<ArtifactRecord> register_artifact(std::string_view tenant, std::string_view sha256,
                                                               std::string_view path, std::string_view format,
                                                               std::uint64_t size) {
    return register_artifact(tenant, sha256, path, format, size, {});
  }

  // ---- A file whose SHA-256 is not known before it has been read (unfinished_store.h): begin_artifact, then
  // stretches with read_sha256. One that a run left behind is found by its path; whoever finds other bytes there
  // forgets it.
  [[nodiscard]] virtual base::Result<base::ArtifactId> begin_artifact(std::string_view tenant,
                                                                      const FileLook& look) = 0;
  [[nodiscard]] virtual base::Result<std::optional<Unfinished>> unfinished(std::string_view tenant,
                                                                           std::string_view path) = 0;
  // False: no artifact of this tenant has these bytes, whatever stands behind the file's head.
  [[nodiscard]] virtual base::Result<bool> may_hold(std::string_view tenant, const FileLook& look) = 0;
  [[nodiscard]] virtual base::Result<void> forget(base::ArtifactId unfinished) = 0;
  [[nodiscard]] virtual base::Result<void> forget_unfinished() = 0;  // all of them
  // The artifact itself, or the one that turned out to have the same bytes when it was finished.
  [[nodiscard]] virtual base::ArtifactId now_called(base::ArtifactId artifact) const = 0;

  [[nodiscard]] virtual base::Result<Progress> progress(base::ArtifactId artifact, RulesetRow ruleset) = 0;
  [[nodiscard]] virtual base::Result<void> commit_stretch(const Stretch& stretch, RulesetRow ruleset) = 0;
  // All stretches so far are on disk.
  [[nodiscard]] virtual base::Result<void> settle() = 0;
  // Reading an artifact's findings (FindingQuery::artifact) no longer looks through the whole case for copies of
  // their events: for who tells findings while hunting. Findings then cost more to enter.
  [[nodiscard]] virtual base::Result<void> prepare_telling() = 0;
  // The first run whose findings in this artifact nobody has been told of yet; none: all are told. Kept here so that
  // a hunt that was killed between finding and telling leaves the telling to the next one.
  [[nodiscard]] virtual base::Result<std::optional<std::int64_t>> untold_since(base::ArtifactId artifact) = 0;
  [[nodiscard]] virtual base::Result<void> note_told(const std::vector<base::ArtifactId>& artifacts) = 0;
  // Trouble with a path that never became an artifact.
  [[nodiscard]] virtual base::Result<void> note_path(std::string_view tenant, std::string_view path,
                                                     const base::Anomaly& anomaly) = 0;

  // What tracing made of all facts in the case; replaces what an earlier run's did.
  [[nodiscard]] virtual base::Result<void> replace_hops(const std::vector<HopRow>& hops,
                                                        const std::vector<IntrusionRow>& intrusions) = 0;

  // What was judged from all that the case holds; replaces what an earlier run judged.
  [[nodiscard]] virtual base::Result<void> replace_assessments(const std::vector<AssessmentRow>& rows) = 0;

  // Records to keep whole: those at the places `kept`, which the case has already, and `added`; no others.
  [[nodiscard]] virtual base::Result<void> replace_records(const std::vector<RecordPlace>& kept,
                                                           const std::vector<KeptRecord>& added) = 0;

  // Reads what is committed so far through the same connection; lives no longer than the case. (reading.h)
  [[nodiscard]] virtual std::unique_ptr<Reading> reading() = 0;
  // What correlations are evaluated from; lives as long as the case. (correlations.h)
  [[nodiscard]] virtual Correlations& correlations() = 0;
  // The row of the run begun last in this process; 0 before begin_run.
  [[nodiscard]] virtual std::int64_t current_run() const = 0;
};

}  // namespace hoptrace::cases
