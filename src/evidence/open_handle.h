// OpenHandle: a file descriptor that closes itself, and the system's complaints in words.
#pragma once

#include <string>
#include <utility>

#include "base/result.h"

namespace hoptrace::evidence {

class OpenHandle {
 public:
  OpenHandle() = default;
  explicit OpenHandle(int handle) : handle_(handle) {}
  OpenHandle(OpenHandle&& other) noexcept : handle_(std::exchange(other.handle_, -1)) {}
  OpenHandle& operator=(OpenHandle&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~OpenHandle();

  [[nodiscard]] int get() const { return handle_; }
  // Hands the descriptor over to a caller who closes it.
  [[nodiscard]] int release() { return std::exchange(handle_, -1); }

 private:
  int handle_ = -1;
};

// openat() for reading, without following a link at the end of `name`, without blocking, and where the system allows
// it without touching the access time of what is read: evidence should stay as it was found.
[[nodiscard]] base::Result<OpenHandle> open_to_read(int folder, const std::string& name, int more_flags = 0);

// "permission denied": errno's own words, in lower case.
[[nodiscard]] std::string in_words(int error_number);

}  // namespace hoptrace::evidence
