// Logs: which tenant, host, channel and provider go together, as rows of the case's log table: what nearly every
// finding repeats is one number in it. Remembers the last few hundred different ones; starts over when a transaction
// was taken back.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "cases/finding.h"
#include "cases/interned.h"

namespace hoptrace::cases {

class Logs {
 public:
  Logs(Database& database, Interned& texts);
  // The row of that log, made where it is new. Inside a transaction.
  [[nodiscard]] std::int64_t row(const LogName& log);

 private:
  struct Known {
    LogName log;
    std::int64_t row = 0;
  };
  [[nodiscard]] std::int64_t look_up(const LogName& log);

  static constexpr std::size_t kKept = 256;
  static constexpr std::size_t kLongest = 1024;  // longer ones are looked up each time

  Database& database_;
  Interned& texts_;
  Statement find_, insert_;
  std::array<Known, kKept> known_;
  std::uint64_t rollbacks_ = 0;
};

}  // namespace hoptrace::cases
