// ContentWalk: one outermost file by its content: a plain file is handed to the visitor, an archive is opened in
// place and its entries are looked at in the same way, down to the budget's depth.
#pragma once

#include <string>

#include "evidence/archive_spending.h"
#include "evidence/entry_name.h"
#include "evidence/file_stream.h"
#include "evidence/walk.h"

namespace hoptrace::evidence {

class ArchiveReader;
struct ArchiveEntry;
struct Container;

class ContentWalk {
 public:
  ContentWalk(const ArchiveBudget& budget, Visitor& visitor) : budget_(budget), visitor_(visitor) {}

  // `path` is relative to the evidence root. False where the visitor ended the walk.
  [[nodiscard]] bool visit(const std::string& path, FileStream& file);

 private:
  struct Outermost {
    EvidenceFile file;
    ArchiveSpending spending;
  };
  struct Source {  // what is looked at, and where it stands
    std::string path;
    ByteStream& stream;
    FileStream* seekable = nullptr;  // the same bytes, where they are a file of their own
    int depth = 0;                   // archives around it
  };

  bool visit_content(const Source& source, Outermost& outer);
  bool visit_packed(const Source& source, const Container& container, Outermost& outer);
  bool visit_archive(const Source& source, const Container& container, Outermost& outer);
  void report_entry(const std::string& path, const ArchiveReader& reader, std::uint64_t position,
                    const Outermost& outer);
  void report_end(const std::string& path, const ArchiveReader& reader, std::uint64_t entries);
  // The path of an entry, with what is odd about it reported.
  std::string entry_path(const std::string& archive, const ArchiveEntry& entry, DistinctNames& names);
  void report(const std::string& path, base::AnomalyKind kind, std::string detail, std::uint64_t offset = 0);

  const ArchiveBudget& budget_;
  Visitor& visitor_;
};

}  // namespace hoptrace::evidence
