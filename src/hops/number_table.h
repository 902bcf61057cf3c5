// NumberTable: numbers found by numbers, in one stretch of memory. Found by a hash that is keyed with a random number
// of this process, so that nobody can write a log whose numbers all fall on one place.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace hoptrace::hops {

class NumberTable {
 public:
  // What is kept under a key: `value` from now on if nothing was, and then true.
  std::pair<std::uint32_t*, bool> add(std::uint32_t key, std::uint32_t value);
  [[nodiscard]] const std::uint32_t* find(std::uint32_t key) const;
  void set(std::uint32_t key, std::uint32_t value) { *add(key, value).first = value; }
  // At no cost, however much there was.
  void clear();

 private:
  struct Place {
    std::uint32_t key = 0, value = 0, round = 0;  // of another round than the table's: free
  };
  [[nodiscard]] std::size_t place_of(std::uint32_t key) const;
  void grow();

  std::vector<Place> places_;  // a power of two, or none
  std::size_t used_ = 0;
  std::uint32_t round_ = 1;
};

}  // namespace hoptrace::hops
