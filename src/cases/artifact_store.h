// ArtifactStore: the evidence that was met, and how far it has been read under which rules.
//
// An artifact remembers the rule sets that it was read under to its end (`reading`), and at most one reading that was
// broken off: its set and the byte that it reached. What follows from that, when the rules in force are R:
//   - the rules to run are Q: those of R that no complete reading (of the same scope) contains;
//   - a broken reading is continued where all of Q took part in it; otherwise the artifact is read under Q from its
//     first byte, and takes the place of the broken reading;
//   - findings and matches that a second look repeats are told by their key (artifact, offset, rule) and stored once;
//   - facts that hang on no rule (coverage, anomalies) are stored by the first reading that reaches the end. A
//   reading
//     that starts again at byte 0 before any reached the end discards the facts of the broken one and collects anew.
// So nothing is lost or doubled, whatever is killed and whichever rules come next; at worst some bytes are read
// twice.
#pragma once

#include <unordered_map>

#include "cases/case.h"
#include "cases/interned.h"
#include "cases/rule_store.h"
#include "cases/sqlite.h"

namespace hoptrace::cases {

// Stretches of one artifact that follow each other.
struct ReadTo {
  base::ArtifactId artifact{};
  RulesetRow running = 0;
  std::uint64_t begin = 0, end = 0;
  std::uint64_t records = 0, new_records = 0;  // new: that no earlier reading counted
  bool found = false, last = false;
};

class ArtifactStore {
 public:
  ArtifactStore(Database& database, Interned& texts, RuleStore& rules);

  [[nodiscard]] base::Result<ArtifactRecord> add(std::string_view tenant, std::string_view sha256,
                                                 std::string_view path, std::string_view format, std::uint64_t size,
                                                 std::string_view head);
  [[nodiscard]] base::Result<Progress> progress(base::ArtifactId artifact, RulesetRow ruleset);

  [[nodiscard]] base::Result<std::optional<std::int64_t>> untold_since(base::ArtifactId artifact);
  [[nodiscard]] base::Result<void> note_told(const std::vector<base::ArtifactId>& artifacts);

  // ---- inside the transaction of a stretch
  struct Reading {
    RulesetRow ruleset = 0;  // as the hunt names it
    RulesetRow running = 0;  // the set of the rules that are run on this artifact
    bool facts_known = false;
    bool begun_anew = false;  // with this very stretch: facts of a broken reading are gone
    std::string tenant, sha256;
  };
  // The reading that this stretch belongs to; one that starts at byte 0 begins anew.
  [[nodiscard]] const Reading& continue_reading(const Stretch& stretch, RulesetRow ruleset);
  void advance(const ReadTo& read);
  void note_untold(base::ArtifactId artifact, std::optional<std::int64_t> run);
  // After the commit: nothing is remembered of artifacts that are complete.
  void forget(base::ArtifactId artifact) { readings_.erase(static_cast<std::int64_t>(artifact)); }
  void forget() { readings_.clear(); }

 private:
  [[nodiscard]] std::vector<RuleRow> rules_to_run(std::int64_t artifact, RulesetRow ruleset);
  void discard_facts(std::int64_t artifact);

  Database& database_;
  Interned& texts_;
  RuleStore& rules_;
  Statement read_under_, state_, advance_, complete_;
  std::unordered_map<std::int64_t, Reading> readings_;  // of artifacts begun and not yet complete
};

}  // namespace hoptrace::cases
