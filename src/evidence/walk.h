// Walk: everything a responder was given, file by file: folders recursively, archives (zip, tar, gzip, zstd, bzip2,
// nested to a bounded depth) read in place, nothing unpacked to disk.
//
// What is an archive is told by content (container.h). A packed file is an archive of one: "x.evtx.gz!/x.evtx"; a
// packed tar is one archive, not two: "logs.tar.gz!/inner/path". An Office file or Java archive is a zip that holds
// no evidence: it is visited as one file. Encrypted entries, and xz, 7z and rar (which would take unbounded memory),
// are kUnreadable.
//
// The order is fixed: paths byte by byte, an archive's entries in the archive's own order; so two walks over the same
// evidence visit the same files in the same order. Symbolic links are not followed out of the evidence (a link to a
// folder is never entered; a link to a file inside is read). What cannot be opened is reported and passed over.
// An archive's entries get paths that cannot leave it ("..", absolute: kArchivePath) and of which no two are equal.
//
// The streams that a visitor gets never fail. Where reading goes wrong the stream ends early, so that all that could
// be read is used, and the trouble is reported by on_anomaly after on_file has returned. Empty files are visited too.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/anomaly.h"
#include "base/result.h"
#include "evidence/byte_stream.h"

namespace hoptrace::evidence {

// Bounds on what archives may grow to. A bound that is hit is an anomaly (kArchiveLimit) and ends that archive.
struct ArchiveBudget {
  std::uint64_t bytes = std::uint64_t{64} << 30;  // decompressed, per outermost archive
  std::uint64_t ratio = 1000;                     // decompressed to packed, once `ratio_from` is exceeded
  std::uint64_t ratio_from = std::uint64_t{256} << 20;
  std::uint64_t entries = 1'000'000;
  int depth = 4;  // archive in archive
};

struct EvidenceFile {
  std::string path;        // relative to the evidence root; "archive.zip!/inner/path" inside an archive
  std::uint64_t size = 0;  // of the outermost file on disk, for progress
  bool plain = false;      // it is that file itself, and its stream can be rewound
};

class Visitor {
 public:
  virtual ~Visitor() = default;
  // Read as much of `stream` as is wanted (it lives until on_file returns); false ends the walk.
  virtual bool on_file(const EvidenceFile& file, ByteStream& stream) = 0;
  // All of one outermost file (an archive: all its entries) has been visited; false ends the walk.
  virtual bool on_file_end(const EvidenceFile& outermost) = 0;
  // Trouble with one path (of a file, a folder or an archive entry).
  virtual void on_anomaly(const std::string& path, base::Anomaly anomaly) = 0;
};

// The nearest folder above all `arguments` (which must exist), or the one argument itself if that is a folder.
[[nodiscard]] base::Result<std::string> evidence_root(const std::vector<std::string>& arguments);

struct WalkOptions {
  ArchiveBudget budget;
  std::vector<std::string> leave_out;  // absolute paths that are not evidence: the case file, tenants.yaml, outputs
};

// Visits all of `arguments`, one that another one holds only once, in the order of their paths. Errors: a path that
// is missing or cannot be read at all; then nothing was visited.
[[nodiscard]] base::Result<void> walk(const std::vector<std::string>& arguments, const std::string& root,
                                      const WalkOptions& options, Visitor& visitor);

}  // namespace hoptrace::evidence
