#include "decode/evtx/anomaly_log.h"

#include <fmt/format.h>

namespace hoptrace::decode::evtx {

void AnomalyLog::add(base::AnomalyKind kind, std::size_t at, std::string detail) {
  if (told_ == kMost) {
    ++untold_;
    return;
  }
  ++told_;
  sink_.on_anomaly({kind, chunk_offset_ + at, std::move(detail)});
}

void AnomalyLog::close() {
  if (untold_ == 0) return;
  sink_.on_anomaly({base::AnomalyKind::kBadRecord, chunk_offset_,
                    fmt::format("{} more places in this chunk could not be read", untold_)});
}

}  // namespace hoptrace::decode::evtx
