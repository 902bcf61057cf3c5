#include "decode/trouble_count.h"

#include <fmt/format.h>

#include <algorithm>

namespace hoptrace::decode {

void TroubleCount::add(base::AnomalyKind kind, std::uint64_t offset, std::string_view what) {
  const auto known =
      std::ranges::find_if(troubles_, [&](const Trouble& row) { return row.kind == kind && row.what == what; });
  if (known != troubles_.end()) {
    ++known->times;
  } else {
    troubles_.push_back({kind, offset, what, 1});
  }
}

void TroubleCount::tell(EventSink& sink) {
  for (const Trouble& row : troubles_) {
    sink.on_anomaly(
        {row.kind, row.first,
         row.times == 1 ? std::string(row.what) : fmt::format("{}; so {} times from here on", row.what, row.times)});
  }
  troubles_.clear();
}

}  // namespace hoptrace::decode
