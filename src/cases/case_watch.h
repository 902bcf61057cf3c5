// CaseWatch: whether a case has changed since it was asked last, and whether somebody writes to it now, without
// holding him up for a moment: it takes no lock that a writer could meet. One thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace hoptrace::cases {

class Database;

class CaseWatch {
 public:
  // The case's own marks are not looked at: Reading::open does.
  [[nodiscard]] static base::Result<std::unique_ptr<CaseWatch>> open(const std::string& case_path);
  ~CaseWatch();
  CaseWatch(const CaseWatch&) = delete;
  CaseWatch& operator=(const CaseWatch&) = delete;

  // Whether anything was committed, or another file stands in its place, since the last call that said so.
  [[nodiscard]] base::Result<bool> changed();
  // Whether a hunt holds the case's lock (writer_lock.h). As the kernel lists it, where it lists locks at all; else
  // by the lock's file, which a hunt that was killed leaves behind.
  [[nodiscard]] bool is_written() const;

 private:
  explicit CaseWatch(std::string path);
  [[nodiscard]] base::Result<void> open_again();

  std::string path_;
  std::unique_ptr<Database> database_;
  std::uint64_t inode_ = 0;
  std::int64_t version_ = 0;
};

// Whether `locks` (the text of /proc/locks, proc(5)) lists a lock on a file of this number.
[[nodiscard]] bool lists_lock(std::string_view locks, std::uint64_t inode);

}  // namespace hoptrace::cases
