#include "evidence/open_handle.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace hoptrace::evidence {
namespace {

int open_retrying(int folder, const std::string& name, int flags) {
  int handle = -1;
  do {
    handle = ::openat(folder, name.c_str(), flags);
  } while (handle < 0 && errno == EINTR);
  return handle;
}

}  // namespace

OpenHandle::~OpenHandle() {
  if (handle_ >= 0) ::close(handle_);
}

base::Result<OpenHandle> open_to_read(int folder, const std::string& name, int more_flags) {
  const int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW | more_flags;
  int handle = open_retrying(folder, name, flags | O_NOATIME);
  if (handle < 0 && errno == EPERM) handle = open_retrying(folder, name, flags);  // not the owner
  if (handle < 0) {
    const auto code = errno == ENOENT ? base::Code::kNotFound : base::Code::kUnreadable;
    return base::fail(code, in_words(errno), name);
  }
  return OpenHandle(handle);
}

std::string in_words(int error_number) {
  std::string words = std::generic_category().message(error_number);
  if (words.size() > 1 && words[0] >= 'A' && words[0] <= 'Z' && words[1] >= 'a') {
    words[0] = static_cast<char>(words[0] - 'A' + 'a');
  }
  return words;
}

}  // namespace hoptrace::evidence
