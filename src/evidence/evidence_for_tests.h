// Made-up evidence for this room's tests: a folder that cleans up after itself, archives packed in memory, and a
// visitor that writes down what it saw.
#pragma once

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "evidence/walk.h"

namespace hoptrace::evidence {

class TestFolder {
 public:
  TestFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "hoptrace-XXXXXX").string();
    if (::mkdtemp(name.data())) path_ = std::filesystem::canonical(name).string();
  }
  ~TestFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;

  [[nodiscard]] std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  [[nodiscard]] const std::string& path() const { return path_; }
  std::string write(const std::string& name, const std::string& content) const {
    const std::filesystem::path file = *this / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << content;
    return file.string();
  }

 private:
  std::string path_;
};

struct Packing {
  std::string format = "zip";  // as libarchive names it: zip, pax, ustar, raw
  std::string filter = "none";
  std::string options = {};  // "zip:compression=store"
  std::string passphrase = {};
};
using NamedContents = std::vector<std::pair<std::string, std::string>>;

inline std::string packed(const NamedContents& entries, const Packing& packing = {}) {
  std::string out(1 << 20, '\0');
  for (const auto& [name, content] : entries) out.resize(out.size() + name.size() * 4 + content.size() + 4096);
  std::size_t used = 0;
  archive* handle = archive_write_new();
  archive_write_set_format_by_name(handle, packing.format.c_str());
  if (packing.filter != "none") archive_write_add_filter_by_name(handle, packing.filter.c_str());
  archive_write_set_bytes_in_last_block(handle, 1);
  if (!packing.options.empty()) archive_write_set_options(handle, packing.options.c_str());
  if (!packing.passphrase.empty()) archive_write_set_passphrase(handle, packing.passphrase.c_str());
  archive_write_open_memory(handle, out.data(), out.size(), &used);
  for (const auto& [name, content] : entries) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, name.c_str());
    archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_write_header(handle, entry);
    archive_write_data(handle, content.data(), content.size());
    archive_entry_free(entry);
  }
  archive_write_close(handle);
  archive_write_free(handle);
  out.resize(used);
  return out;
}
inline std::string gzipped(const std::string& content) {
  return packed({{"x", content}}, {.format = "raw", .filter = "gzip"});
}

// Writes down "path=content" (long contents as their size) and "path: kind: detail".
class Notebook : public Visitor {
 public:
  bool on_file(const EvidenceFile& file, ByteStream& stream) override {
    std::string content;
    std::vector<std::uint8_t> buffer(64 * 1024);
    while (content.size() < read_at_most) {
      const auto got = stream.read(buffer);
      if (!got || *got == 0) break;
      content.append(reinterpret_cast<const char*>(buffer.data()), *got);
    }
    files.push_back(file.path + '=' + (content.size() > 40 ? fmt::format("{} bytes", content.size()) : content));
    return files.size() < stop_after;
  }
  bool on_file_end(const EvidenceFile& outermost) override {
    ends.push_back(outermost.path);
    return true;
  }
  void on_anomaly(const std::string& path, base::Anomaly anomaly) override {
    anomalies.push_back(fmt::format("{}: {}: {}", path, info(anomaly.kind).name, anomaly.detail));
  }

  std::size_t read_at_most = SIZE_MAX;
  std::size_t stop_after = SIZE_MAX;
  std::vector<std::string> files, ends, anomalies;
};

inline Notebook walked(const TestFolder& folder, const WalkOptions& options = {}) {
  Notebook notebook;
  const auto done = walk({folder.path()}, folder.path(), options, notebook);
  if (!done) notebook.anomalies.push_back("walk failed: " + done.error().sentence());
  return notebook;
}

}  // namespace hoptrace::evidence
