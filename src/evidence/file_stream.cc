#include "evidence/file_stream.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace hoptrace::evidence {
namespace {

base::Anomaly changed_while_read(std::uint64_t then, std::uint64_t now) {
  std::string what = then == now ? "it was written to while it was read"
                                 : fmt::format("it went from {} to {} bytes while it was read", then, now);
  return {base::AnomalyKind::kTruncated, std::min(then, now), what + "; hunt again when it is at rest"};
}

bool same(const timespec& a, const timespec& b) {
  return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

}  // namespace

base::Result<FileStream> FileStream::open(int folder, const std::string& name) {
  auto handle = open_to_read(folder, name);
  if (!handle) return std::unexpected(handle.error());
  struct stat status{};
  if (::fstat(handle->get(), &status) != 0) return base::fail(base::Code::kUnreadable, in_words(errno), name);
  if (!S_ISREG(status.st_mode)) return base::fail(base::Code::kUnreadable, "it is not a regular file", name);
  FileStream stream(std::move(*handle));
  stream.size_ = static_cast<std::uint64_t>(status.st_size);
  stream.changed_ = status.st_mtim;
  ::posix_fadvise(stream.handle_.get(), 0, 0, POSIX_FADV_SEQUENTIAL);  // advice: no harm if it is not taken
  return stream;
}

base::Result<std::size_t> FileStream::read(std::span<std::uint8_t> into) {
  if (failure_ || position_ >= size_) return 0;
  const auto wanted = std::min<std::uint64_t>(into.size(), size_ - position_);
  ssize_t got = 0;
  do {
    got = ::pread(handle_.get(), into.data(), wanted, static_cast<off_t>(position_));
  } while (got < 0 && errno == EINTR);
  if (got < 0) {
    failure_ = base::Anomaly{base::AnomalyKind::kUnreadable, position_, "reading stopped: " + in_words(errno)};
    return 0;
  }
  position_ += static_cast<std::uint64_t>(got);
  return static_cast<std::size_t>(got);
}

bool FileStream::rewind() {
  position_ = 0;
  failure_.reset();  // it is met again, or it was passing
  return true;
}

std::optional<base::Anomaly> FileStream::trouble() const {
  if (failure_) return failure_;
  struct stat status{};
  if (::fstat(handle_.get(), &status) != 0) return std::nullopt;
  const auto size_now = static_cast<std::uint64_t>(status.st_size);
  if (size_now == size_ && same(status.st_mtim, changed_)) return std::nullopt;
  return changed_while_read(size_, size_now);
}

}  // namespace hoptrace::evidence
