#include "hunt/kept_folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <utility>
#include <vector>

#include "base/fingerprint.h"

namespace hoptrace::hunt {
namespace {

constexpr std::size_t kMark = 16;  // bytes
constexpr std::size_t kLargest = std::size_t{1} << 30;
constexpr std::string_view kUnfinished = "unfinished-";
constexpr std::time_t kSurelyLeftBehind = 3600;  // seconds: no process writes one file for so long

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  explicit operator bool() const { return number_ >= 0; }
  [[nodiscard]] int get() const { return number_; }
  [[nodiscard]] int release() { return std::exchange(number_, -1); }

 private:
  int number_;
};

bool only_ours(const struct stat& status) {
  return status.st_uid == ::geteuid() && (status.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

// `folder` and what is missing above it.
bool make_folder(const std::filesystem::path& folder) {
  if (::mkdir(folder.c_str(), S_IRWXU) == 0 || errno == EEXIST) return true;
  if (errno != ENOENT || !folder.has_relative_path() || folder.parent_path() == folder) return false;
  return make_folder(folder.parent_path()) && (::mkdir(folder.c_str(), S_IRWXU) == 0 || errno == EEXIST);
}

std::string mark_of(const std::string& name, std::string_view content) {
  return base::fingerprint(name + "\n" + base::fingerprint(content).bytes()).bytes();
}

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

// Read in place: a copy would cost more than all that is asked of most of it. None where it cannot be had.
base::KeptBytes map_all(int file, std::size_t size) {
  void* const at = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file, 0);
  if (at == MAP_FAILED) return {};
  const auto unmap = [size](const void* begin) { ::munmap(const_cast<void*>(begin), size); };
  return {std::shared_ptr<const void>(at, unmap), {static_cast<const char*>(at), size}};
}

}  // namespace

base::Result<std::shared_ptr<const KeptFolder>> KeptFolder::open(const std::string& path) {
  const auto cannot = [&path] {
    return base::fail(base::Code::kUnreadable, std::string("the folder cannot be had: ") + std::strerror(errno),
                      path);
  };
  if (!make_folder(path)) return cannot();
  Descriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  struct stat status{};
  if (!folder || ::fstat(folder.get(), &status) != 0) return cannot();
  if (!only_ours(status)) {
    return base::fail(base::Code::kUsage, "the folder belongs to somebody else, or others may write to it", path,
                      "Make it yours with mode 0700, or name another one: HOPTRACE_CACHE=/path/to/folder");
  }
  return std::shared_ptr<const KeptFolder>(new KeptFolder(folder.release()));
}

KeptFolder::~KeptFolder() {
  ::close(folder_);
}

std::optional<base::KeptBytes> KeptFolder::read(const std::string& name) const {
  const Descriptor file(::openat(folder_, name.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  struct stat status{};
  if (!file || ::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode) || !only_ours(status)) return {};
  const auto size = static_cast<std::uint64_t>(status.st_size);
  if (size < kMark || size > kLargest) return {};
  base::KeptBytes bytes = map_all(file.get(), static_cast<std::size_t>(size));
  if (bytes.text.empty()) return {};
  const std::string_view mark = bytes.text.substr(bytes.text.size() - kMark);
  bytes.text.remove_suffix(kMark);
  if (mark_of(name, bytes.text) != mark) return {};
  (void)::futimens(file.get(), nullptr);  // it was used now
  return bytes;
}

bool KeptFolder::write(const std::string& name, std::string_view content) const {
  if (content.size() > kLargest - kMark) return false;
  const bool written = write_file(name, content, mark_of(name, content));
  drop_old(std::string_view(name).substr(0, name.find('-') + 1));
  return written;
}

bool KeptFolder::write_file(const std::string& name, std::string_view content, std::string_view mark) const {
  const std::string other = std::string(kUnfinished) + std::to_string(::getpid()) + "-" + name;
  const Descriptor file(
      ::openat(folder_, other.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR));
  if (!file) return false;
  const bool written = write_all(file.get(), content) && write_all(file.get(), mark) && ::fsync(file.get()) == 0 &&
                       ::renameat(folder_, other.c_str(), folder_, name.c_str()) == 0;
  if (!written) (void)::unlinkat(folder_, other.c_str(), 0);
  return written;
}

void KeptFolder::drop_old(std::string_view kind) const {
  struct Close {
    void operator()(DIR* folder) const { ::closedir(folder); }
  };
  Descriptor again(::openat(folder_, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  const std::unique_ptr<DIR, Close> entries(again ? ::fdopendir(again.get()) : nullptr);
  if (!entries) return;
  (void)again.release();
  std::vector<std::pair<std::int64_t, std::string>> files;  // by the time of their last use, in nanoseconds
  while (const dirent* const entry = ::readdir(entries.get())) {
    const std::string_view name = entry->d_name;
    struct stat status{};
    if (!(name.starts_with(kind) || name.starts_with(kUnfinished))) continue;
    if (::fstatat(folder_, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) continue;
    if (name.starts_with(kind)) {
      files.emplace_back(std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec, name);
    } else if (status.st_mtim.tv_sec < std::time(nullptr) - kSurelyLeftBehind) {
      (void)::unlinkat(folder_, entry->d_name, 0);
    }
  }
  const std::size_t most = kind.starts_with("literals") ? kMostLiterals : kMostOfAKind;
  std::ranges::sort(files, std::greater<>());
  for (std::size_t i = most; i < files.size(); ++i) (void)::unlinkat(folder_, files[i].second.c_str(), 0);
}

}  // namespace hoptrace::hunt
