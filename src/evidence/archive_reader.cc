#include "evidence/archive_reader.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>
#include <locale.h>

#include <algorithm>
#include <cstring>
#include <string_view>
#include <vector>

namespace hoptrace::evidence {
namespace {

constexpr std::size_t kFileBuffer = 1 << 20;
constexpr std::size_t kNestedBuffer = 64 * 1024;
// libarchive keeps a zip's whole directory in memory; a larger one is not used and the zip is read front to back.
constexpr std::uint64_t kDirectoryBytes = 32 << 20;
constexpr int kHeaderRetries = 64;
constexpr int kMiscellaneous = -1;  // libarchive's ARCHIVE_ERRNO_MISC, which its public header lacks

// libarchive converts names to the thread's character set: UTF-8 while it reads headers, whatever the process has.
class Utf8Names {
 public:
  Utf8Names() : utf8_(newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)), before_(utf8_ ? uselocale(utf8_) : nullptr) {}
  ~Utf8Names() {
    if (!utf8_) return;
    uselocale(before_);
    freelocale(utf8_);
  }
  Utf8Names(const Utf8Names&) = delete;
  Utf8Names& operator=(const Utf8Names&) = delete;

 private:
  locale_t utf8_;
  locale_t before_;
};

std::string written_name(archive_entry* entry) {
  const char* name = archive_entry_pathname(entry);
  if (!name) name = archive_entry_pathname_utf8(entry);
  return name ? name : "";
}

}  // namespace

struct ArchiveReader::State {
  State(const Container& row, ByteStream& source, FileStream* file)
      : container(row), stream(source), seekable(file) {}

  const Container& container;
  ByteStream& stream;  // not used where there is a file to seek in
  FileStream* seekable;
  struct archive* handle = nullptr;
  std::vector<std::uint8_t> buffer;
  bool directory = false;          // read by the directory at the end
  bool in_header = false;          // inside archive_read_next_header
  std::uint64_t header_bytes = 0;  // read for the first header
  bool any_entry = false;
  bool packed = false;  // one packed file, not a collection

  const std::uint8_t* block = nullptr;  // of the entry, from libarchive
  std::size_t block_size = 0;
  std::uint64_t block_at = 0;  // its offset in the entry
  std::uint64_t holes = 0;     // of these, zeros that stand in no block
  std::uint64_t position = 0;  // delivered so far

  void close() {
    if (handle) archive_read_free(handle);
    handle = nullptr;
  }

  static la_ssize_t on_read(struct archive* handle, void* self, const void** bytes) {
    auto& state = *static_cast<State*>(self);
    if (state.directory && !state.any_entry && state.header_bytes > kDirectoryBytes) {
      archive_set_error(handle, kMiscellaneous, "its directory is too large");
      return ARCHIVE_FATAL;
    }
    ByteStream& from = state.seekable ? *state.seekable : state.stream;
    const auto got = from.read(state.buffer);
    if (!got) {
      archive_set_error(handle, kMiscellaneous, "%s", got.error().what.c_str());
      return ARCHIVE_FATAL;
    }
    if (state.in_header) state.header_bytes += *got;
    *bytes = state.buffer.data();
    return static_cast<la_ssize_t>(*got);
  }

  static la_int64_t on_seek(struct archive*, void* self, la_int64_t offset, int whence) {
    auto& file = *static_cast<State*>(self)->seekable;
    const auto size = static_cast<la_int64_t>(file.size());
    const la_int64_t base = whence == SEEK_SET   ? 0
                            : whence == SEEK_CUR ? static_cast<la_int64_t>(file.position())
                                                 : size;
    la_int64_t to = 0;
    if (__builtin_add_overflow(base, offset, &to) || to < 0) return ARCHIVE_FATAL;
    file.seek(static_cast<std::uint64_t>(std::min(to, size)));
    return static_cast<la_int64_t>(file.position());
  }
};

ArchiveReader::ArchiveReader(const Container& container, ByteStream& stream, FileStream* seekable)
    : state_(std::make_unique<State>(container, stream, seekable)) {
  state_->buffer.resize(seekable ? kFileBuffer : kNestedBuffer);
  open(seekable && container.seeks);
}

ArchiveReader::~ArchiveReader() {
  state_->close();
}

bool ArchiveReader::open(bool use_directory) {
  State& s = *state_;
  s.close();
  s.directory = use_directory;
  if (s.seekable) s.seekable->seek(0);
  s.handle = archive_read_new();
  if (!s.handle) return false;
  if (s.container.one_file) {
    archive_read_support_filter_gzip(s.handle);
    archive_read_support_filter_zstd(s.handle);
    archive_read_support_filter_bzip2(s.handle);
    archive_read_support_format_raw(s.handle);
    archive_read_support_format_empty(s.handle);
  } else if (s.container.seeks) {
    archive_read_support_format_zip_streamable(s.handle);
    if (use_directory) archive_read_support_format_zip_seekable(s.handle);
  } else {
    archive_read_support_format_tar(s.handle);
  }
  if (use_directory) archive_read_set_seek_callback(s.handle, State::on_seek);
  if (archive_read_open(s.handle, &s, nullptr, State::on_read, nullptr) == ARCHIVE_OK) return true;
  note_trouble(ARCHIVE_FATAL);
  return false;
}

void ArchiveReader::note_trouble(int code) {
  const char* said = state_->handle ? archive_error_string(state_->handle) : nullptr;
  trouble_ = ArchiveTrouble{said ? said : "it cannot be read", code == ARCHIVE_FATAL, code == ARCHIVE_WARN};
}

ArchiveEntry ArchiveReader::describe(archive_entry* entry) const {
  ArchiveEntry described;
  if (!state_->container.one_file) described.name = written_name(entry);
  const bool link = archive_entry_hardlink(entry) || archive_entry_symlink(entry);
  described.is_file = archive_entry_filetype(entry) == AE_IFREG && !link;
  described.encrypted = archive_entry_is_encrypted(entry) != 0;
  const char* format = archive_format_name(state_->handle);
  const std::string_view packing = format ? format : "";
  for (const std::string_view greedy : {"(lzma)", "(xz)", "(ppmd-1)"}) {  // as libarchive calls zip's methods
    if (!packing.ends_with(greedy)) continue;
    described.refusal =
        fmt::format("it is packed by a method {} that could take any amount of memory: unpack it first", greedy);
  }
  return described;
}

std::optional<ArchiveEntry> ArchiveReader::next() {
  State& s = *state_;
  if (trouble_ && trouble_->final) return std::nullopt;
  trouble_.reset();
  s.block = nullptr;
  s.block_size = s.block_at = s.position = s.holes = 0;
  const Utf8Names utf8;
  archive_entry* entry = nullptr;
  int code = ARCHIVE_RETRY;
  for (int tries = 0; code == ARCHIVE_RETRY && tries < kHeaderRetries; ++tries) {
    s.in_header = true;
    code = archive_read_next_header(s.handle, &entry);
    s.in_header = false;
    // A directory that cannot be used (damaged, cut off, too large) leaves the entries themselves: front to back.
    if (code != ARCHIVE_OK && code != ARCHIVE_WARN && code != ARCHIVE_EOF && s.directory && !s.any_entry) {
      if (open(false)) code = ARCHIVE_RETRY;
    }
  }
  if (code == ARCHIVE_EOF) return std::nullopt;
  if (code != ARCHIVE_OK && code != ARCHIVE_WARN) {
    note_trouble(ARCHIVE_FATAL);
    return std::nullopt;
  }
  s.any_entry = true;
  return describe(entry);
}

// Makes the next block of the entry current; false at its end and in trouble.
bool ArchiveReader::fetch_block() {
  State& s = *state_;
  const void* bytes = nullptr;
  std::size_t size = 0;
  la_int64_t offset = 0;
  const int code = archive_read_data_block(s.handle, &bytes, &size, &offset);
  if (code != ARCHIVE_OK && code != ARCHIVE_EOF) note_trouble(code == ARCHIVE_WARN ? code : ARCHIVE_FAILED);
  if (code != ARCHIVE_OK && code != ARCHIVE_WARN) return false;
  s.block = static_cast<const std::uint8_t*>(bytes);
  s.block_size = bytes ? size : 0;
  s.block_at = std::max(s.position, static_cast<std::uint64_t>(std::max<la_int64_t>(offset, 0)));
  return true;
}

std::size_t ArchiveReader::read(std::span<std::uint8_t> into) {
  State& s = *state_;
  while (s.block_size == 0) {
    if (trouble_ || !fetch_block()) return 0;
    if (s.block_size == 0 && trouble_) return 0;
  }
  if (s.position < s.block_at) {  // a hole before the block
    const auto zeros = static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), s.block_at - s.position));
    std::memset(into.data(), 0, zeros);
    s.position += zeros;
    s.holes += zeros;
    return zeros;
  }
  const std::size_t count = std::min(into.size(), s.block_size);
  std::memcpy(into.data(), s.block, count);
  s.block += count;
  s.block_size -= count;
  s.position += count;
  s.block_at = s.position;
  return count;
}

std::uint64_t ArchiveReader::holes() const {
  return state_->holes;
}

bool ArchiveReader::skips_freely() const {
  return state_->directory;
}

}  // namespace hoptrace::evidence
