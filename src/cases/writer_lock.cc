#include "cases/writer_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>

#include "cases/files_beside.h"

namespace hoptrace::cases {
namespace {

using base::Code;

std::unexpected<base::Error> held(int file, const std::string& case_path) {
  char text[32] = {};
  const ssize_t size = ::pread(file, text, sizeof text - 1, 0);
  std::string holder = size > 0 ? std::string(text, static_cast<std::size_t>(size)) : std::string();
  while (!holder.empty() && (holder.back() < '0' || holder.back() > '9')) holder.pop_back();
  const std::string who = holder.empty() ? "Another hoptrace" : "Another hoptrace (process " + holder + ")";
  return base::fail(Code::kBusy, who + " is writing to this case", case_path,
                    "Wait until it has ended, or hunt into another case");
}

std::unexpected<base::Error> cannot_lock(const std::string& path, int error) {
  const std::string why = std::strerror(error);
  if (error == ENOSPC || error == EDQUOT) {
    return base::fail(Code::kFull, "The disk is full", path,
                      "What is in the case so far is whole: free space and run the same command again");
  }
  if (error == ENOENT)
    return base::fail(Code::kNotFound, "The folder of the case is not there", path, "Make it first");
  return base::fail(Code::kUnreadable, "The case cannot be locked (" + why + ")", path,
                    "Check the rights of the case's folder");
}

// Whether `path` still means the file that we hold.
bool still_there(const std::string& path, int file) {
  struct stat ours{};
  struct stat named{};
  return ::fstat(file, &ours) == 0 && ::stat(path.c_str(), &named) == 0 && ours.st_ino == named.st_ino &&
         ours.st_dev == named.st_dev;
}

bool write_holder(int file) {
  const std::string holder = std::to_string(::getpid()) + "\n";
  return ::ftruncate(file, 0) == 0 && ::pwrite(file, holder.data(), holder.size(), 0) > 0;
}

}  // namespace

base::Result<std::unique_ptr<WriterLock>> WriterLock::take(const std::string& case_path) {
  const std::string path = lock_path(case_path);
  while (true) {
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (file < 0) return cannot_lock(path, errno);
    std::unique_ptr<WriterLock> lock(new WriterLock({}, file));  // without a path: closes, removes nothing
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
      if (errno == EWOULDBLOCK) return held(file, case_path);
      if (errno == EINTR) continue;
      return cannot_lock(path, errno);
    }
    if (!still_there(path, file)) continue;  // its last holder removed it between our open and our lock
    if (!write_holder(file) && (errno == ENOSPC || errno == EDQUOT)) return cannot_lock(path, errno);
    lock->path_ = path;
    return lock;
  }
}

WriterLock::~WriterLock() {
  if (!path_.empty()) ::unlink(path_.c_str());
  ::close(file_);
}

}  // namespace hoptrace::cases
