// ArchiveReader: libarchive behind our own words. One archive, entry by entry, forward only.
//
// Call order: open → (next → read…)*. The source must outlive the reader. libarchive's error codes stop here: what
// it says becomes a Trouble, with its sentence. Names are read as UTF-8 where the archive says so, else as the bytes
// that stand there. Memory: libarchive's windows and buffers (a zstd
// layer at most 128 MiB, all others far less), and of a zip's directory at most kDirectoryBytes.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "evidence/byte_stream.h"
#include "evidence/container.h"
#include "evidence/file_stream.h"

struct archive_entry;  // libarchive's

namespace hoptrace::evidence {

struct ArchiveEntry {
  std::string name;  // as the archive writes it; empty for the one file of a packed stream
  bool is_file = false;
  bool encrypted = false;
  std::string refusal;  // not empty: its packing is known, but not read in place, and why
};

struct ArchiveTrouble {
  std::string what;       // libarchive's sentence
  bool final = false;     // nothing more can be read of this archive
  bool checksum = false;  // all bytes came, but they do not fit the stated checksum or size
};

class ArchiveReader {
 public:
  // Reads from `stream`; where `seekable` is not null it is the same bytes, and a zip's directory is used.
  ArchiveReader(const Container& container, ByteStream& stream, FileStream* seekable);
  ~ArchiveReader();
  ArchiveReader(const ArchiveReader&) = delete;
  ArchiveReader& operator=(const ArchiveReader&) = delete;

  // The next entry; nothing at the end, and where trouble() says so.
  [[nodiscard]] std::optional<ArchiveEntry> next();
  // The next bytes of the entry; 0 at its end, and where trouble() says so. Holes of sparse files are zeros.
  [[nodiscard]] std::size_t read(std::span<std::uint8_t> into);
  // Of the last next() or read().
  [[nodiscard]] const std::optional<ArchiveTrouble>& trouble() const { return trouble_; }
  // How many of the entry's bytes so far were holes.
  [[nodiscard]] std::uint64_t holes() const;
  // Whether passing over the rest of an entry costs nothing (a directory says where the next one is).
  [[nodiscard]] bool skips_freely() const;

 private:
  struct State;
  bool open(bool use_directory);
  void note_trouble(int code);
  [[nodiscard]] ArchiveEntry describe(archive_entry* entry) const;
  bool fetch_block();

  std::unique_ptr<State> state_;
  std::optional<ArchiveTrouble> trouble_;
};

}  // namespace hoptrace::evidence
