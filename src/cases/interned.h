// Interned: texts that repeat (hosts, channels, tenants) as rows of the case's text table.
//
// The cache is bounded: it holds the texts of the last few thousand different ones and starts over when it is full or
// when a transaction was taken back (its rows are gone then).
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "cases/sqlite.h"

namespace hoptrace::cases {

class Interned {
 public:
  explicit Interned(Database& database);
  // The row of `text`, made where it is new. Inside a transaction.
  [[nodiscard]] std::int64_t row(std::string_view text);

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  static constexpr std::size_t kKept = 8192;
  static constexpr std::size_t kLongest = 512;  // longer texts are looked up each time

  Database& database_;
  Statement find_, insert_;
  std::unordered_map<std::string, std::int64_t, Hash, std::equal_to<>> cache_;
  std::uint64_t rollbacks_ = 0;
};

}  // namespace hoptrace::cases
