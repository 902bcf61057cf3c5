// ArchiveSpending: what reading one outermost archive has cost so far, against its budget. Archives within it spend
// from the same purse, so that nesting multiplies nothing.
#pragma once

#include <cstdint>
#include <string>

#include "evidence/walk.h"

namespace hoptrace::evidence {

class ArchiveSpending {
 public:
  ArchiveSpending(const ArchiveBudget& budget, std::uint64_t packed_size) : budget_(budget), packed_(packed_size) {}

  void add_bytes(std::uint64_t count);
  void add_entry();
  [[nodiscard]] bool spent() const { return !reason_.empty(); }
  // Which bound was hit, in words; empty while there is room.
  [[nodiscard]] const std::string& reason() const { return reason_; }
  [[nodiscard]] int depth() const { return budget_.depth; }

 private:
  const ArchiveBudget& budget_;
  std::uint64_t packed_;
  std::uint64_t bytes_ = 0;
  std::uint64_t entries_ = 0;
  std::string reason_;
};

}  // namespace hoptrace::evidence
