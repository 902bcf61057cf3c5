#include "evidence/content_walk.h"

#include <fmt/format.h>

#include <vector>

#include "evidence/archive_reader.h"
#include "evidence/container.h"
#include "evidence/peeked_stream.h"

namespace hoptrace::evidence {
namespace {

using enum base::AnomalyKind;

// One archive entry as a stream, paid for from the outermost archive's budget. A tar within a packed stream only
// passes on bytes that were paid for when they were unpacked: there (`paid`) only the holes of sparse files are new.
class EntryStream final : public ByteStream {
 public:
  EntryStream(ArchiveReader& reader, ArchiveSpending& spending, bool paid)
      : reader_(reader), spending_(spending), paid_(paid) {}

  base::Result<std::size_t> read(std::span<std::uint8_t> into) override {
    if (ended_ || spending_.spent()) return 0;
    const std::uint64_t holes = reader_.holes();
    const std::size_t count = reader_.read(into);
    ended_ = count == 0;
    position_ += count;
    spending_.add_bytes(paid_ ? reader_.holes() - holes : count);
    return count;
  }
  // Unpacks what nobody read, in steps that the budget sees, where libarchive would do it in one go.
  void drain() {
    if (reader_.skips_freely()) return;
    std::vector<std::uint8_t> rest(64 * 1024);
    while (read(rest).value_or(0) > 0) {
    }
  }
  [[nodiscard]] std::uint64_t position() const { return position_; }

 private:
  ArchiveReader& reader_;
  ArchiveSpending& spending_;
  bool paid_;
  std::uint64_t position_ = 0;
  bool ended_ = false;
};

}  // namespace

bool ContentWalk::visit(const std::string& path, FileStream& file) {
  Outermost outer{{path, file.size(), true}, ArchiveSpending(budget_, file.size())};
  const bool go_on = visit_content({path, file, &file}, outer);
  if (outer.spending.spent()) {
    report(path, kArchiveLimit, outer.spending.reason() + "; what is behind that was not read");
  }
  if (const auto trouble = file.trouble()) visitor_.on_anomaly(path, *trouble);
  return visitor_.on_file_end(outer.file) && go_on;
}

bool ContentWalk::visit_content(const Source& source, Outermost& outer) {
  PeekedStream peeked(source.stream, kContainerHead);
  const Container* container = find_container(peeked.head());
  if (!container && source.seekable && source.seekable->rewind()) {
    return visitor_.on_file({source.path, outer.file.size, true}, *source.seekable);
  }
  if (!container) return visitor_.on_file({source.path, outer.file.size, false}, peeked);
  if (!container->refusal.empty()) {
    report(source.path, kUnreadable, fmt::format("it is a {} archive, and {}", container->name, container->refusal));
    return true;
  }
  if (source.depth >= budget_.depth) {
    report(source.path, kArchiveLimit,
           fmt::format("it is an archive within {} others and was not opened", source.depth));
    return true;
  }
  const Source again{source.path, peeked, source.seekable, source.depth};
  return container->one_file ? visit_packed(again, *container, outer) : visit_archive(again, *container, outer);
}

// One packed file, or one packed tar: then the two are one archive.
bool ContentWalk::visit_packed(const Source& source, const Container& container, Outermost& outer) {
  ArchiveReader reader(container, source.stream, source.seekable);
  if (!reader.next()) {
    report_end(source.path, reader, 0);
    return true;
  }
  outer.spending.add_entry();
  EntryStream stream(reader, outer.spending, false);
  PeekedStream peeked(stream, kContainerHead);
  const Container* inner = find_container(peeked.head());
  const bool tar = inner && !inner->expands;
  const std::string path = tar ? source.path : source.path + "!/" + packed_inner_name(source.path);
  const Source unpacked{path, peeked, nullptr, source.depth + (tar ? 0 : 1)};
  const bool go_on = tar ? visit_archive(unpacked, *inner, outer) : visit_content(unpacked, outer);
  if (go_on) stream.drain();
  report_entry(path, reader, stream.position(), outer);
  return go_on;
}

bool ContentWalk::visit_archive(const Source& source, const Container& container, Outermost& outer) {
  ArchiveReader reader(container, source.stream, source.seekable);
  const bool paid = !container.expands && !source.seekable;
  DistinctNames names;
  std::uint64_t entries = 0;
  while (const auto entry = outer.spending.spent() ? std::nullopt : reader.next()) {
    outer.spending.add_entry();
    if (outer.spending.spent()) break;
    ++entries;
    if (!entry->is_file) continue;
    const std::string path = entry_path(source.path, *entry, names);
    if (entry->encrypted) {
      report(path, kUnreadable, "entry is encrypted: unpack it with its password first");
    } else if (!entry->refusal.empty()) {
      report(path, kUnreadable, entry->refusal);
    } else {
      EntryStream stream(reader, outer.spending, paid);
      const bool go_on = visit_content({path, stream, nullptr, source.depth + 1}, outer);
      if (!go_on) return false;
      stream.drain();
      report_entry(path, reader, stream.position(), outer);
    }
  }
  if (!outer.spending.spent()) report_end(source.path, reader, entries);
  return true;
}

// What went wrong while an entry was read. Where the budget ended it, that is told once, for the outermost archive.
void ContentWalk::report_entry(const std::string& path, const ArchiveReader& reader, std::uint64_t position,
                               const Outermost& outer) {
  const auto& trouble = reader.trouble();
  if (!trouble || outer.spending.spent()) return;
  report(path, trouble->checksum ? kBadChecksum : kArchiveDamaged, trouble->what, position);
}

void ContentWalk::report_end(const std::string& path, const ArchiveReader& reader, std::uint64_t entries) {
  if (const auto& trouble = reader.trouble(); trouble && trouble->final) {
    report(path, kArchiveDamaged, fmt::format("{} (after {} entries that could be read)", trouble->what, entries));
  } else if (entries == 0) {
    report(path, kEmptyFile, "the archive holds nothing");
  }
}

std::string ContentWalk::entry_path(const std::string& archive, const ArchiveEntry& entry, DistinctNames& names) {
  const EntryName name = clean_entry_name(entry.name);
  const std::string path = archive + "!/" + names.distinct(name.clean);
  if (name.leaves) report(path, kArchivePath, "the archive names this entry " + entry.name);
  return path;
}

void ContentWalk::report(const std::string& path, base::AnomalyKind kind, std::string detail, std::uint64_t offset) {
  visitor_.on_anomaly(path, {kind, offset, std::move(detail)});
}

}  // namespace hoptrace::evidence
