#include "assess/attribution/knowledge_folder.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

#include "assess/attribution/knowledge.h"

namespace hoptrace::assess {
namespace {

namespace fs = std::filesystem;

std::unexpected<base::Error> trouble(const char* what, const std::string& place) {
  return base::fail(errno == ENOSPC ? base::Code::kFull : base::Code::kUnreadable,
                    std::string(what) + ": " + std::strerror(errno), place, "The tables are as they were");
}

base::Result<void> write_file(const std::string& path, std::string_view text) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) return trouble("a table cannot be written", path);
  while (!text.empty()) {
    const ssize_t wrote = ::write(file, text.data(), text.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) break;
    text.remove_prefix(static_cast<std::size_t>(wrote));
  }
  const bool whole = text.empty() && ::fsync(file) == 0;
  if (::close(file) != 0 || !whole) return trouble("a table cannot be written", path);
  return {};
}

base::Result<void> fill(const fs::path& made, const fs::path& old, const AttackTables& tables) {
  std::error_code error;
  fs::remove_all(made, error);
  if (fs::exists(old, error)) {
    fs::copy(old, made, fs::copy_options::recursive, error);
  } else {
    fs::create_directories(made, error);
  }
  if (error)
    return base::fail(base::Code::kUnreadable, "the new folder cannot be made: " + error.message(), made.string(),
                      "The tables are as they were");
  const std::array<std::pair<const char*, const std::string*>, 5> files{{{"groups.csv", &tables.groups},
                                                                         {"techniques.csv", &tables.techniques},
                                                                         {"software.csv", &tables.software},
                                                                         {"campaigns.csv", &tables.campaigns},
                                                                         {"uses.csv", &tables.uses}}};
  for (const auto& [name, text] : files)
    if (auto done = write_file((made / name).string(), *text); !done) return done;
  return {};
}

}  // namespace

base::Result<void> replace_tables(const std::string& folder, const AttackTables& tables) {
  fs::path old = fs::path(folder).lexically_normal();
  if (!old.has_filename()) old = old.parent_path();
  std::error_code error;
  if (const fs::path real = fs::canonical(old, error); !error) old = real;
  const fs::path made = old.parent_path() / (old.filename().string() + ".new");
  if (auto done = fill(made, old, tables); !done) return done;
  if (const auto read = read_knowledge(made.string()); !read) {
    fs::remove_all(made, error);
    return std::unexpected(read.error());
  }
  const bool there = fs::exists(old, error);
  if (::renameat2(AT_FDCWD, made.c_str(), AT_FDCWD, old.c_str(), there ? RENAME_EXCHANGE : RENAME_NOREPLACE) != 0)
    return trouble("the new tables cannot take the place of the old", old.string());
  if (there) fs::remove_all(made, error);  // that is the old folder now
  return {};
}

}  // namespace hoptrace::assess
