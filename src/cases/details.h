// Details: what findings matched on, as rows of the case's detail table. The same match in record after record is
// kept once as long as this remembers it: the latest few thousand. (Not for ever: an index over all of them would
// cost each finding more than the row that it spares.)
#pragma once

#include <cstdint>
#include <vector>

#include "cases/finding.h"
#include "cases/sqlite.h"

namespace hoptrace::cases {

class Details {
 public:
  explicit Details(Database& database);
  // Inside a transaction.
  [[nodiscard]] std::int64_t row(const SharedDetail& detail);

 private:
  struct Known {
    SharedDetail detail;
    std::int64_t row = 0;
  };
  static constexpr std::size_t kKept = 8192;          // a power of two
  static constexpr std::size_t kMostBytes = 8 << 20;  // of all that are remembered

  void remember(Known& place, const SharedDetail& detail, std::int64_t row);
  void forget();

  Database& database_;
  Statement insert_;
  std::vector<Known> known_;
  std::size_t bytes_ = 0;
  std::uint64_t rollbacks_ = 0;
};

}  // namespace hoptrace::cases
