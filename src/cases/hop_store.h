// HopStore: what the last run's tracing made of all facts in the case. Each tracing replaces it whole.
#pragma once

#include "cases/hop.h"
#include "cases/sqlite.h"

namespace hoptrace::cases {

class HopStore {
 public:
  explicit HopStore(Database& database) : database_(database) {}

  [[nodiscard]] base::Result<void> replace(const std::vector<HopRow>& hops,
                                           const std::vector<IntrusionRow>& intrusions);

 private:
  void add(std::int64_t position, const HopRow& hop);

  Database& database_;
};

}  // namespace hoptrace::cases
