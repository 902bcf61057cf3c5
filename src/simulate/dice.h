// Dice: every choice of a simulated fleet, the same for the same seed on every machine (the standard's distributions
// are not).
#pragma once

#include <cstdint>
#include <random>
#include <vector>

namespace hoptrace::simulate {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : random_(seed) {}

  // A number in [low, high].
  [[nodiscard]] std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(high - low + 1));
  }
  [[nodiscard]] bool chance(int percent) { return between(0, 99) < percent; }
  // One of a table that is not empty.
  template <class Table>
  [[nodiscard]] const auto& one_of(const Table& table) {
    return table[static_cast<std::size_t>(between(0, static_cast<std::int64_t>(std::size(table)) - 1))];
  }
  template <class T>
  void shuffle(std::vector<T>& all) {
    for (std::size_t i = all.size(); i > 1; --i)
      std::swap(all[i - 1], all[static_cast<std::size_t>(between(0, static_cast<std::int64_t>(i) - 1))]);
  }

 private:
  std::mt19937_64 random_;
};

}  // namespace hoptrace::simulate
