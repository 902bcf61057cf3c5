// FileStream: one regular file on disk, never read past the size it had when it was opened.
//
// Trouble while reading ends the stream early instead of failing, so that what was read before is used; trouble()
// then says what happened, and where. Not for sharing between threads.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

#include "base/anomaly.h"
#include "evidence/byte_stream.h"
#include "evidence/open_handle.h"

namespace hoptrace::evidence {

class FileStream final : public ByteStream {
 public:
  // `name` below the open folder `folder` (AT_FDCWD for a path as it stands). Links are not followed and pipes do not
  // block; anything but a regular file is an Error.
  [[nodiscard]] static base::Result<FileStream> open(int folder, const std::string& name);

  base::Result<std::size_t> read(std::span<std::uint8_t> into) override;
  bool rewind() override;
  void seek(std::uint64_t offset) { position_ = offset; }
  [[nodiscard]] std::uint64_t position() const { return position_; }
  [[nodiscard]] std::uint64_t size() const { return size_; }

  // A read that failed, or a file that is not what it was when it was opened.
  [[nodiscard]] std::optional<base::Anomaly> trouble() const;

 private:
  explicit FileStream(OpenHandle handle) : handle_(std::move(handle)) {}

  OpenHandle handle_;
  std::uint64_t size_ = 0;
  std::uint64_t position_ = 0;
  timespec changed_{};
  std::optional<base::Anomaly> failure_;
};

}  // namespace hoptrace::evidence
