#include "hunt/second_walk.h"

#include <algorithm>
#include <thread>
#include <unordered_set>

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
  auto read = read_artifact(entry, stream);
  if (!read) error_ = read.error();
  return read.has_value();
}

base::Result<void> SecondWalk::read_artifact(const InventoryEntry& entry, evidence::ByteStream& stream) {
  const tenants::Decision whose = equipment_.tenants.decide(options_.tenant, {}, entry.path);
  auto record = case_.register_artifact(whose.tenant, entry.sha256, entry.path, entry.format->name, entry.size);
  if (!record) return std::unexpected(record.error());
  auto progress = case_.progress(record->id, ruleset_);
  if (!progress) return std::unexpected(progress.error());
  if (std::ranges::find(in_file_, record->id) == in_file_.end()) in_file_.push_back(record->id);
  if (progress->complete) return {};
  auto artifact = std::make_shared<ArtifactTask>();
  artifact->id = record->id;
  artifact->path = entry.path;
  artifact->format = entry.format;
  artifact->selection = selection_.of(progress->rules);
  artifact->indicators = indicators_left(progress->rules);
  artifact->facts_known = progress->facts_known;
  return read_pieces(artifact, progress->done_to, stream);
}

std::shared_ptr<const std::vector<bool>> SecondWalk::indicators_left(const std::vector<cases::RuleRow>& rules) const {
  const std::unordered_set<cases::RuleRow> left(rules.begin(), rules.end());
  auto out = std::make_shared<std::vector<bool>>();
  for (const cases::RuleRow row : equipment_.indicator_rows) out->push_back(left.contains(row));
  const bool all = std::find(out->begin(), out->end(), false) == out->end();
  return all ? nullptr : std::move(out);
}

base::Result<void> SecondWalk::read_pieces(const std::shared_ptr<const ArtifactTask>& artifact, std::uint64_t done_to,
                                           evidence::ByteStream& stream) {
  const auto splitter = artifact->format->splitter({.carve = options_.carve, .json_kinds = &equipment_.json_kinds});
  const bool on_disk = artifact->path.find("!/") == std::string::npos;
  std::uint64_t reached = 0;
  while (true) {
    PieceTask task{.artifact = artifact, .piece = {}, .last = false, .ended = {}, .progress = bytes_before_};
    task.piece.artifact = artifact->id;
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
    if (last || end > done_to) {
      if (auto submitted = submit(std::move(task)); !submitted) return submitted;
    }
    if (last) return {};
  }
}

bool SecondWalk::on_file_end(const evidence::EvidenceFile& outermost) {
  bytes_before_ += outermost.size;
  PieceTask end;
  end.progress = bytes_before_;
  end.ended = std::move(in_file_);
  in_file_.clear();
  if (auto submitted = submit(std::move(end)); !submitted) error_ = submitted.error();
  return !error_;
}

base::Result<void> SecondWalk::submit(PieceTask task) {
  return crew_->submit(std::move(task));
}

base::Result<void> SecondWalk::deliver(PieceResult& result) {
  const cases::Stretch& stretch = result.stretch;
  if (result.task.artifact) {
    if (auto committed = case_.commit_stretch(stretch, ruleset_); !committed) return committed;
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
  for (const base::ArtifactId artifact : artifacts) {
    const auto since = case_.untold_since(artifact);
    if (!since) return std::unexpected(since.error());
    if (!*since) continue;
    untold.push_back({artifact, **since});
    told.push_back(artifact);
  }
  if (untold.empty()) return {};
  if (auto heard = listener_.on_artifacts(untold); !heard) return heard;
  return case_.note_told(told);
}

base::Result<void> SecondWalk::finish() {
  if (error_) return std::unexpected(*error_);
  return crew_->finish();
}

}  // namespace hoptrace::hunt
