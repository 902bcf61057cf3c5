#include "hunt/second_walk.h"

#include <algorithm>
#include <thread>
#include <unordered_set>

#include "base/check.h"
#include "hunt/profile.h"

namespace hoptrace::hunt {
namespace {

unsigned worker_count(const HuntOptions& options) {
  return options.jobs != 0 ? options.jobs : std::max(1U, std::thread::hardware_concurrency());
}

}  // namespace

SecondWalk::SecondWalk(const HuntOptions& options, const Equipment& equipment, const Inventory& inventory,
                       RuleSelection& selection, cases::Case& hunted, cases::RulesetRow ruleset, Listener& listener)
    : options_(options),
      equipment_(equipment),
      inventory_(inventory),
      selection_(selection),
      case_(hunted),
      ruleset_(ruleset),
      listener_(listener),
      suppressed_by_row_(equipment.allow.rows().size()) {
  progress_.bytes_all = inventory.bytes;
  std::vector<Pieces::Work> workers;
  for (unsigned i = 0; i < worker_count(options); ++i) {
    workers.emplace_back(
        [worker = std::make_shared<Worker>(equipment_, options_)](PieceTask& task) { return worker->work(task); });
  }
  crew_ = std::make_unique<Pieces>(std::move(workers), [this](PieceResult& result) { return deliver(result); });
}

bool SecondWalk::on_file(const evidence::EvidenceFile& file, evidence::ByteStream& stream) {
  const auto known = inventory_.by_path.find(file.path);
  if (known == inventory_.by_path.end()) return true;  // it came after the inventory was taken: the next run's
  const InventoryEntry& entry = inventory_.entries[known->second];
  if (entry.format == nullptr) return true;
  progress_.path = entry.path;
  auto read = entry.sha256.empty() ? read_file(entry, stream) : read_known(entry, entry.sha256, stream);
  if (!read) error_ = read.error();
  return read.has_value();
}

void SecondWalk::on_anomaly(const std::string& path, base::Anomaly anomaly) {
  const auto known = inventory_.by_path.find(path);
  if (known == inventory_.by_path.end() || !inventory_.entries[known->second].sha256.empty() || error_) return;
  for (const PathTrouble& told : inventory_.troubles) {
    if (told.path == path && told.anomaly.kind == anomaly.kind && told.anomaly.detail == anomaly.detail) return;
  }
  const tenants::Decision whose = equipment_.tenants.decide(options_.tenant, {}, path);
  if (auto noted = case_.note_path(whose.tenant, path, anomaly); !noted) error_ = noted.error();
}

base::Result<void> SecondWalk::read_file(const InventoryEntry& entry, evidence::ByteStream& stream) {
  const std::string tenant(equipment_.tenants.decide(options_.tenant, {}, entry.path).tenant);
  const cases::FileLook look{entry.path, std::string(entry.format->name), entry.size, entry.head};
  auto begun = go_on_with(tenant, look, stream);
  if (!begun) return std::unexpected(begun.error());
  if (!*begun) {
    const auto seen = case_.may_hold(tenant, look);
    if (!seen) return std::unexpected(seen.error());
    if (*seen) {
      base::Sha256 digest;
      const Hashed whole = hash_stream(stream, UINT64_MAX, digest, options_.profile);
      base::check(stream.rewind(), "a file on disk can be read again");
      if (auto delivered = crew_->finish(); !delivered) return delivered;  // the one it looks like may be under way
      return read_known(entry, whole.sha256, stream);
    }
    const auto id = case_.begin_artifact(tenant, look);
    if (!id) return std::unexpected(id.error());
    *begun = Begun{*id, {}, 0};
  }
  const bool apart = worker_count(options_) > 1;
  Fingerprint fingerprint(stream, std::move((*begun)->digest), (*begun)->hashed_to, apart, options_.profile);
  return read_artifact((*begun)->id, entry, fingerprint, &fingerprint);
}

// What an earlier run began at this path, if the bytes that it read are still there.
base::Result<std::optional<SecondWalk::Begun>> SecondWalk::go_on_with(const std::string& tenant,
                                                                      const cases::FileLook& look,
                                                                      evidence::ByteStream& stream) {
  const auto left = case_.unfinished(tenant, look.path);
  if (!left) return std::unexpected(left.error());
  if (!*left) return std::nullopt;
  Begun begun{(*left)->id, {}, 0};
  const Hashed now = hash_stream(stream, (*left)->read_to, begun.digest, options_.profile);
  base::check(stream.rewind(), "a file on disk can be read again");
  if (now.to > 0 && now.sha256 == (*left)->read_sha256 && look.format == (*left)->format) {
    begun.hashed_to = now.to;
    return begun;
  }
  if (auto forgotten = case_.forget(begun.id); !forgotten) return std::unexpected(forgotten.error());
  return std::nullopt;
}

base::Result<void> SecondWalk::read_known(const InventoryEntry& entry, const std::string& sha256,
                                          evidence::ByteStream& stream) {
  const tenants::Decision whose = equipment_.tenants.decide(options_.tenant, {}, entry.path);
  auto record = case_.register_artifact(whose.tenant, sha256, entry.path, entry.format->name, entry.size, entry.head);
  if (!record) return std::unexpected(record.error());
  return read_artifact(record->id, entry, stream, nullptr);
}

base::Result<void> SecondWalk::read_artifact(base::ArtifactId id, const InventoryEntry& entry,
                                             evidence::ByteStream& stream, Fingerprint* fingerprint) {
  auto progress = case_.progress(id, ruleset_);
  if (!progress) return std::unexpected(progress.error());
  if (std::ranges::find(in_file_, id) == in_file_.end()) in_file_.push_back(id);
  if (progress->complete) return {};
  auto artifact = std::make_shared<ArtifactTask>();
  artifact->id = id;
  artifact->path = entry.path;
  artifact->format = entry.format;
  artifact->selection = select(progress->rules);
  artifact->indicators = indicators_left(progress->rules);
  artifact->facts_known = progress->facts_known;
  artifact->logon_facts = equipment_.facts_row && std::ranges::binary_search(progress->rules, *equipment_.facts_row);
  return read_pieces(artifact, progress->done_to, stream, fingerprint);
}

std::shared_ptr<const Selection> SecondWalk::select(const std::vector<cases::RuleRow>& rules) {
  const InStage in_stage(clock_here(options_.profile), Stage::kIndex);
  if (hunting_) return selection_.of(rules);
  listener_.on_stage("indexing the rules");
  auto selected = selection_.of(rules);
  listener_.on_stage("hunting");  // from here on the rate counts
  hunting_ = true;
  return selected;
}

std::shared_ptr<const std::vector<bool>> SecondWalk::indicators_left(const std::vector<cases::RuleRow>& rules) const {
  const std::unordered_set<cases::RuleRow> left(rules.begin(), rules.end());
  auto out = std::make_shared<std::vector<bool>>();
  for (const cases::RuleRow row : equipment_.indicator_rows) out->push_back(left.contains(row));
  const bool all = std::find(out->begin(), out->end(), false) == out->end();
  return all ? nullptr : std::move(out);
}

base::Result<void> SecondWalk::read_pieces(const std::shared_ptr<const ArtifactTask>& artifact, std::uint64_t done_to,
                                           evidence::ByteStream& stream, Fingerprint* fingerprint) {
  const auto splitter = artifact->format->splitter(equipment_.decode_options(options_.carve));
  const bool on_disk = artifact->path.find("!/") == std::string::npos;
  std::uint64_t reached = 0;
  while (true) {
    PieceTask task{
        .artifact = artifact, .piece = {}, .last = false, .mark = {}, .ended = {}, .progress = bytes_before_};
    task.piece.artifact = artifact->id;
    task.piece.bytes = buffer();
    auto more = splitter->next(stream, task.piece);
    if (!more) {
      task.piece.anomalies.push_back({base::AnomalyKind::kUnreadable, task.piece.offset, more.error().what});
      more = false;
    }
    task.last = !*more;
    if (task.piece.end() < reached) task.piece.offset = reached;  // a stream's end may stand for no bytes
    const std::uint64_t end = reached = task.piece.end();
    if (on_disk) task.progress += end;  // inside an archive, the packed bytes read so far are not known
    const bool last = task.last;
    if (fingerprint != nullptr) task.mark = fingerprint->mark();
    if (last || end > done_to) {
      if (auto submitted = submit(std::move(task)); !submitted) return submitted;
    } else if (task.mark) {
      task.mark->take();  // before all that are submitted
    }
    if (last) return {};
  }
}

bool SecondWalk::on_file_end(const evidence::EvidenceFile& outermost) {
  bytes_before_ += outermost.size;
  PieceResult end;
  end.task.progress = bytes_before_;
  end.task.ended = std::move(in_file_);
  in_file_.clear();
  if (error_) return false;
  if (auto passed = crew_->pass(std::move(end)); !passed) error_ = passed.error();
  return !error_;
}

base::Result<void> SecondWalk::submit(PieceTask task) {
  const InStage in_stage(clock_here(options_.profile), Stage::kWaiting);
  const std::size_t weight = task.piece.bytes.capacity() + (task.mark ? task.mark->weight() : 0);
  Pieces::Link link;
  if (task.mark) link = {task.artifact.get(), [mark = task.mark] { mark->take(); }};
  return crew_->submit(std::move(task), weight, std::move(link));
}

std::vector<std::uint8_t> SecondWalk::buffer() {
  if (buffers_.empty()) return {};
  std::vector<std::uint8_t> buffer = std::move(buffers_.back());
  buffers_.pop_back();
  return buffer;
}

void SecondWalk::keep_buffer(std::vector<std::uint8_t> buffer) {
  constexpr std::size_t kLargest = 2 * decode::kPieceBytes;  // one huge document is no reason to keep its room
  if (buffer.capacity() <= kLargest) buffers_.push_back(std::move(buffer));
}

base::Result<void> SecondWalk::deliver(PieceResult& result) {
  const InStage in_stage(clock_here(options_.profile), Stage::kWriting);
  cases::Stretch& stretch = result.stretch;
  if (result.task.artifact) {
    if (result.task.mark) {
      stretch.read_to = result.task.mark->hashed().to;
      stretch.read_sha256 = result.task.mark->hashed().sha256;
    }
    keep_buffer(std::move(result.task.piece.bytes));
    if (auto committed = case_.commit_stretch(stretch, ruleset_); !committed) return committed;
    if (options_.settle_each) {
      if (auto settled = case_.settle(); !settled) return settled;
    }
    progress_.records += stretch.records;
    progress_.findings += stretch.findings.size();
    for (std::size_t i = 0; i < suppressed_by_row_.size(); ++i) {
      suppressed_by_row_[i] += result.suppressed_by_row[i];
      outcome_.suppressed += result.suppressed_by_row[i];
    }
    progress_.bytes_done = std::max(progress_.bytes_done, result.task.progress);
  } else {
    progress_.bytes_done = result.task.progress;
    if (auto told = tell(result.task.ended); !told) return told;
  }
  listener_.on_progress(progress_);
  return {};
}

base::Result<void> SecondWalk::tell(const std::vector<base::ArtifactId>& artifacts) {
  std::vector<Untold> untold;
  std::vector<base::ArtifactId> told;
  for (const base::ArtifactId met : artifacts) {
    const base::ArtifactId artifact = case_.now_called(met);
    const auto since = case_.untold_since(artifact);
    if (!since) return std::unexpected(since.error());
    if (!*since) continue;
    untold.push_back({artifact, **since});
    told.push_back(artifact);
  }
  if (untold.empty()) return {};
  const InStage in_stage(clock_here(options_.profile), Stage::kTelling);
  if (auto heard = listener_.on_artifacts(untold); !heard) return heard;
  return case_.note_told(told);
}

base::Result<void> SecondWalk::finish() {
  if (error_) return std::unexpected(*error_);
  const InStage in_stage(clock_here(options_.profile), Stage::kWaiting);
  if (options_.profile == nullptr) return crew_->finish();
  auto finished = crew_->finish();
  options_.profile->note_work(progress_.records, progress_.findings);
  return finished;
}

}  // namespace hoptrace::hunt
