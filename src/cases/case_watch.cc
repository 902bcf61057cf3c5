#include "cases/case_watch.h"

#include <sys/stat.h>

#include <fstream>
#include <iterator>

#include "cases/files_beside.h"
#include "cases/sqlite.h"

namespace hoptrace::cases {
namespace {

std::uint64_t inode_of(const std::string& path) {
  struct stat file{};
  return ::stat(path.c_str(), &file) == 0 ? file.st_ino : 0;
}

}  // namespace

CaseWatch::CaseWatch(std::string path) : path_(std::move(path)) {}
CaseWatch::~CaseWatch() = default;

base::Result<std::unique_ptr<CaseWatch>> CaseWatch::open(const std::string& case_path) {
  std::unique_ptr<CaseWatch> watch(new CaseWatch(case_path));
  if (auto opened = watch->open_again(); !opened) return std::unexpected(opened.error());
  return watch;
}

base::Result<void> CaseWatch::open_again() {
  const std::uint64_t inode = inode_of(path_);
  auto database = Database::open(path_, Database::Mode::kRead);
  if (!database) return std::unexpected(database.error());
  database_ = std::move(*database);
  inode_ = inode;
  version_ = database_->number("PRAGMA data_version");
  return database_->outcome();
}

base::Result<bool> CaseWatch::changed() {
  if (inode_of(path_) != inode_) {
    if (auto opened = open_again(); !opened) return std::unexpected(opened.error());
    return true;
  }
  const std::int64_t version = database_->number("PRAGMA data_version");
  if (auto outcome = database_->outcome(); !outcome) return std::unexpected(outcome.error());
  const bool differs = version != version_;
  version_ = version;
  return differs;
}

bool lists_lock(std::string_view locks, std::uint64_t inode) {
  // "1: FLOCK  ADVISORY  WRITE 4711 08:02:1053 0 EOF": device and number of the file; "-> " before one that waits.
  const std::string number = ":" + std::to_string(inode) + " ";
  while (!locks.empty()) {
    const std::string_view line = locks.substr(0, locks.find('\n'));
    locks.remove_prefix(std::min(locks.size(), line.size() + 1));
    if (line.contains(" FLOCK ") && line.contains(" WRITE ") && line.contains(number) && !line.contains("->"))
      return true;
  }
  return false;
}

bool CaseWatch::is_written() const {
  const std::uint64_t inode = inode_of(lock_path(path_));
  if (inode == 0) return false;
  std::ifstream locks("/proc/locks");
  if (!locks) return true;
  return lists_lock(std::string(std::istreambuf_iterator<char>(locks), {}), inode);
}

}  // namespace hoptrace::cases
