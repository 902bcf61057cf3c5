#include "cases/case_file.h"

#include <filesystem>

#include "cases/case_reading.h"
#include "cases/hop_store.h"
#include "cases/schema.h"

namespace hoptrace::cases {
namespace {

using base::Code;

// While it is written, a case is two files (SQLite's write-ahead log: one short transaction costs one write, and a
// kill loses nothing that was committed). Synchronous NORMAL: only a power cut may lose the last transactions, never
// more.
constexpr const char* kWriting =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=2000; PRAGMA cache_size=-16384";
// One file again, unless a reader still holds it: then the last one to close it does that. Room is tried before: a
// full disk leaves both files as they are, which is a whole case too.
constexpr const char* kClosing = "PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode=DELETE";

base::Result<void> check_place(const std::string& path) {
  std::error_code error;
  const std::filesystem::path place(path);
  if (std::filesystem::is_directory(place, error)) {
    return base::fail(Code::kUnreadable, "This is a folder, not a case file", path, "Name a file with --case");
  }
  const std::filesystem::path folder = place.has_parent_path() ? place.parent_path() : ".";
  if (!std::filesystem::exists(folder, error)) {
    return base::fail(Code::kNotFound, "The folder of the case is not there", folder.string(), "Make it first");
  }
  return {};
}

}  // namespace

base::Result<std::unique_ptr<Case>> Case::open_for_writing(const std::string& path) {
  if (auto place = check_place(path); !place) return std::unexpected(place.error());
  auto lock = WriterLock::take(path);
  if (!lock) return std::unexpected(lock.error());
  auto database = Database::open(path, Database::Mode::kWrite);
  if (!database) return std::unexpected(database.error());
  if (auto outcome = ensure_schema(**database, Database::Mode::kWrite); !outcome) {
    return std::unexpected(outcome.error());
  }
  (*database)->script(kWriting);
  if (auto outcome = (*database)->outcome(); !outcome) return std::unexpected(outcome.error());
  return std::make_unique<CaseFile>(std::move(*lock), std::move(*database));
}

base::Result<std::unique_ptr<Case>> Case::open_for_reading(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error) && !error) {
    return base::fail(Code::kNotFound, "There is no such case file", path,
                      "Run hoptrace hunt first, or check the name");
  }
  auto database = Database::open(path, Database::Mode::kRead);
  if (!database) return std::unexpected(database.error());
  if (auto outcome = ensure_schema(**database, Database::Mode::kRead); !outcome) {
    return std::unexpected(outcome.error());
  }
  return std::make_unique<CaseFile>(nullptr, std::move(*database));
}

CaseFile::CaseFile(std::unique_ptr<WriterLock> lock, std::unique_ptr<Database> database)
    : lock_(std::move(lock)),
      database_(std::move(database)),
      texts_(*database_),
      logs_(*database_, texts_),
      details_(*database_),
      runs_(*database_),
      rules_(*database_),
      artifacts_(*database_, texts_, rules_),
      findings_(*database_, texts_, logs_, details_, rules_, runs_),
      unfinished_(*database_, texts_, findings_),
      stretches_(*database_, texts_, findings_, artifacts_, unfinished_, runs_),
      correlations_(*database_, texts_, logs_, details_, rules_, runs_) {}

CaseFile::~CaseFile() {
  if (lock_ == nullptr) return;
  (void)stretches_.settle();
  database_->script(kClosing);
  (void)database_->outcome();
}

base::Result<void> CaseFile::begin_run(std::string_view version, std::string_view command_line, base::Time now) {
  return settled([&] { return runs_.begin(version, command_line, now); });
}
base::Result<void> CaseFile::end_run(std::string_view outcome, base::Time now) {
  return settled([&] { return runs_.end(outcome, now); });
}
base::Result<void> CaseFile::audit(std::string_view action, std::string_view detail, base::Time now) {
  return settled([&] { return runs_.audit(action, detail, now); });
}
base::Result<std::vector<RuleRow>> CaseFile::rows_for_rules(const RulePack& rules) {
  return settled([&] { return rules_.rows_for(rules); });
}
base::Result<RulesetRow> CaseFile::use_ruleset(const std::vector<RuleRow>& rules, std::string_view scope) {
  return settled([&] { return rules_.use(rules, scope); });
}
base::Result<void> CaseFile::note_rules(const std::vector<RuleNote>& notes) {
  return settled([&] { return runs_.note_rules(notes); });
}
base::Result<ArtifactRecord> CaseFile::register_artifact(std::string_view tenant, std::string_view sha256,
                                                         std::string_view path, std::string_view format,
                                                         std::uint64_t size, std::string_view head) {
  if (auto outcome = stretches_.settle(); !outcome) return std::unexpected(outcome.error());
  if (auto forgotten = stretches_.forget_path(tenant, path); !forgotten) return std::unexpected(forgotten.error());
  return artifacts_.add(tenant, sha256, path, format, size, head);
}
base::Result<base::ArtifactId> CaseFile::begin_artifact(std::string_view tenant, const FileLook& look) {
  if (auto outcome = stretches_.settle(); !outcome) return std::unexpected(outcome.error());
  if (auto forgotten = stretches_.forget_path(tenant, look.path); !forgotten) {
    return std::unexpected(forgotten.error());
  }
  return unfinished_.begin(tenant, look);
}
base::Result<std::optional<Unfinished>> CaseFile::unfinished(std::string_view tenant, std::string_view path) {
  return settled([&] { return unfinished_.find(tenant, path); });
}
base::Result<bool> CaseFile::may_hold(std::string_view tenant, const FileLook& look) {
  return settled([&] { return unfinished_.may_hold(tenant, look); });
}
base::Result<void> CaseFile::forget(base::ArtifactId unfinished) {
  return settled([&] { return unfinished_.forget(unfinished); });
}
base::Result<void> CaseFile::forget_unfinished() {
  return settled([&] { return unfinished_.forget_all(); });
}
base::ArtifactId CaseFile::now_called(base::ArtifactId artifact) const {
  return unfinished_.now_called(artifact);
}
base::Result<Progress> CaseFile::progress(base::ArtifactId artifact, RulesetRow ruleset) {
  return settled([&] { return artifacts_.progress(artifact, ruleset); });
}
base::Result<void> CaseFile::commit_stretch(const Stretch& stretch, RulesetRow ruleset) {
  return stretches_.commit(stretch, ruleset);
}
base::Result<std::optional<std::int64_t>> CaseFile::untold_since(base::ArtifactId artifact) {
  return settled([&] { return artifacts_.untold_since(artifact); });
}
base::Result<void> CaseFile::note_told(const std::vector<base::ArtifactId>& artifacts) {
  return settled([&] { return artifacts_.note_told(artifacts); });
}
base::Result<void> CaseFile::note_path(std::string_view tenant, std::string_view path, const base::Anomaly& anomaly) {
  return settled([&] { return stretches_.note_path(tenant, path, anomaly); });
}
base::Result<void> CaseFile::prepare_telling() {
  return settled([this] { return findings_.prepare_telling(); });
}
base::Result<void> CaseFile::replace_hops(const std::vector<HopRow>& hops,
                                          const std::vector<IntrusionRow>& intrusions) {
  return settled([&] { return HopStore(*database_).replace(hops, intrusions); });
}
Correlations& CaseFile::correlations() {
  if (auto outcome = stretches_.settle(); !outcome) database_->fail(outcome.error());
  return correlations_;
}
std::unique_ptr<Reading> CaseFile::reading() {
  if (auto outcome = stretches_.settle(); !outcome) database_->fail(outcome.error());  // its first call says so
  return std::make_unique<CaseReading>(*database_);
}
std::int64_t CaseFile::current_run() const {
  return runs_.current().value_or(0);
}

}  // namespace hoptrace::cases
