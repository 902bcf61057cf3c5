// Tally: how often something was as it should be and how often not, with some records of each.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "assess/posture/seen.h"

namespace hoptrace::assess::posture {

constexpr std::size_t kMostExamples = 12;  // of what is not as it should be
constexpr std::size_t kMostGood = 3;

[[nodiscard]] Record record_of(const Seen& seen);

struct Tally {
  std::uint64_t good = 0, bad = 0;
  std::vector<Cited> good_records, bad_records;

  void add(bool is_good, const Seen& seen, std::string says, std::uint64_t times = 1);
  void add(bool is_good, const Cited& cited, std::uint64_t times = 1);
};

// That something was seen at all: the first record of it.
struct Mark {
  std::uint64_t count = 0;
  Cited first;
  void set(const Seen& seen, std::string_view says);
  explicit operator bool() const { return count != 0; }
};

}  // namespace hoptrace::assess::posture
