#include "evidence/archive_spending.h"

#include <fmt/format.h>

#include <algorithm>

namespace hoptrace::evidence {

void ArchiveSpending::add_bytes(std::uint64_t count) {
  bytes_ += count;
  if (spent()) return;
  if (bytes_ > budget_.bytes) {
    reason_ = fmt::format("it unpacks to more than {} bytes", budget_.bytes);
  } else if (bytes_ > budget_.ratio_from && bytes_ / std::max<std::uint64_t>(packed_, 1) >= budget_.ratio) {
    reason_ =
        fmt::format("it unpacks to {} bytes and more from {}, over {} times as many", bytes_, packed_, budget_.ratio);
  }
}

void ArchiveSpending::add_entry() {
  if (++entries_ > budget_.entries && !spent()) {
    reason_ = fmt::format("it holds more than {} entries", budget_.entries);
  }
}

}  // namespace hoptrace::evidence
