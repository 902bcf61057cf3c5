// StretchStore: everything that came of the stretches of artifacts, in one transaction with the artifacts' progress.
//
// A transaction costs more than the few rows of a stretch, so that one holds several: it stays open from the first
// stretch until there is enough in it (evidence read, rows, time), or somebody asks for settle(). What is not settled
// is lost in a kill, with the progress that says it was read: the next run reads it again. Nobody else may begin a
// transaction, or be told what is in the case, before settle().
#pragma once

#include <chrono>
#include <optional>
#include <set>

#include "cases/artifact_store.h"
#include "cases/coverage_store.h"
#include "cases/finding_store.h"
#include "cases/run_log.h"
#include "cases/unfinished_store.h"

namespace hoptrace::cases {

class StretchStore {
 public:
  StretchStore(Database& database, Interned& texts, FindingStore& findings, ArtifactStore& artifacts,
               UnfinishedStore& unfinished, const RunLog& runs);

  [[nodiscard]] base::Result<void> commit(const Stretch& stretch, RulesetRow ruleset);
  // Commits all stretches so far.
  [[nodiscard]] base::Result<void> settle();

  // A path is looked at again by every run: what the last one says replaces what earlier ones said.
  [[nodiscard]] base::Result<void> forget_path(std::string_view tenant, std::string_view path);
  [[nodiscard]] base::Result<void> note_path(std::string_view tenant, std::string_view path,
                                             const base::Anomaly& anomaly);

 private:
  struct Batch {  // the open transaction
    explicit Batch(Database& database) : work(database), begun(std::chrono::steady_clock::now()) {}
    Transaction work;
    std::chrono::steady_clock::time_point begun;
    std::uint64_t bytes = 0, rows = 0;
    std::vector<base::ArtifactId> ended;  // artifacts that are complete with it
  };

  void add(const Stretch& stretch, const ArtifactStore::Reading& reading);
  void add_match(const Stretch& stretch, const CorrelationMatch& match);
  void add_sighting(const Stretch& stretch, const IndicatorSighting& sighting);
  void add_logon_facts(const Stretch& stretch);
  void add_lane(base::ArtifactId artifact, const std::string& lane);
  void drop_earlier(std::string_view tenant, std::string_view path);
  void add_anomaly(std::optional<std::int64_t> artifact, std::string_view tenant, std::string_view path,
                   const base::Anomaly& anomaly);
  void advance(const Stretch& stretch, const ArtifactStore::Reading& reading);
  void write_progress();
  void write_all();
  [[nodiscard]] bool enough() const;
  void give_up();

  Database& database_;
  Interned& texts_;
  FindingStore& findings_;
  ArtifactStore& artifacts_;
  UnfinishedStore& unfinished_;
  const RunLog& runs_;
  CoverageStore coverage_;
  Statement insert_stretch_, insert_match_, insert_sighting_, insert_lane_, insert_anomaly_, insert_facts_;
  Statement insert_record_facts_;
  std::optional<Batch> batch_;
  std::optional<ReadTo> read_to_;             // of stretches that follow each other: not written yet
  std::optional<Stretch> mark_;               // of the latest of them: read_to and read_sha256, if it has them
  std::set<std::string, std::less<>> lanes_;  // of lanes_of_, known to be in the case
  base::ArtifactId lanes_of_{-1};
};

}  // namespace hoptrace::cases
