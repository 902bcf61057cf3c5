// WriterLock: one writer of a case at a time.
//
// SQLite's own locks last one transaction; a hunt has many, and between two of them nobody else may write. So the
// writer holds flock(2) on a side file, `<case>-lock`, which carries its process id for the message that a second
// writer gets. Why so: the kernel drops the lock when the process dies, however it dies, so that a stale file means
// nothing (a row with a pid can lie: pids are reused, and are not seen across containers); and the case file itself
// must not be opened beside SQLite, because closing any descriptor of it would drop SQLite's own POSIX locks in this
// process. The side file is removed while the lock is held; who waited for a removed file notices and starts over.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"

namespace hoptrace::cases {

class WriterLock {
 public:
  // Code::kBusy with the holder's process id where it is held.
  [[nodiscard]] static base::Result<std::unique_ptr<WriterLock>> take(const std::string& case_path);
  ~WriterLock();
  WriterLock(const WriterLock&) = delete;
  WriterLock& operator=(const WriterLock&) = delete;

 private:
  WriterLock(std::string path, int file) : path_(std::move(path)), file_(file) {}

  std::string path_;
  int file_;
};

}  // namespace hoptrace::cases
