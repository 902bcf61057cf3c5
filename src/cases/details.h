// Details: what findings matched on, as rows of the case's detail table. The same match in record after record is
// kept once as long as this remembers it: the latest few thousand. (Not for ever: an index over all of them would
// cost each finding more than the row that it spares.)
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cases/sqlite.h"

namespace hoptrace::cases {

class Details {
 public:
  explicit Details(Database& database);
  // All three as pack() makes them (packed.h). Inside a transaction.
  [[nodiscard]] std::int64_t row(std::string_view matched, std::string_view missing, std::string_view context);

 private:
  struct Known {
    std::string text;  // all three
    std::size_t matched = 0, missing = 0;
    std::int64_t row = 0;
  };
  static constexpr std::size_t kKept = 8192;     // a power of two
  static constexpr std::size_t kLongest = 1024;  // bytes of one that is remembered

  Database& database_;
  Statement insert_;
  std::vector<Known> known_;
  std::uint64_t rollbacks_ = 0;
};

}  // namespace hoptrace::cases
