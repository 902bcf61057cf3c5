#include "hops/number_table.h"

#include <gtest/gtest.h>

#include <random>
#include <unordered_map>

#include "hops/few.h"

namespace hoptrace::hops {
namespace {

TEST(NumberTable, FindsWhatAMapWouldFind) {
  std::mt19937 chance(3);
  NumberTable table;
  for (int round = 0; round < 3; ++round) {
    std::unordered_map<std::uint32_t, std::uint32_t> map;
    for (std::uint32_t i = 0; i < 5000; ++i) {
      const auto key = static_cast<std::uint32_t>(chance() % 3000);
      const auto [kept, fresh] = table.add(key, i);
      EXPECT_EQ(fresh, map.try_emplace(key, i).second);
      EXPECT_EQ(*kept, map[key]);
      if (i % 7 == 0) table.set(key, i), map[key] = i;
    }
    for (std::uint32_t key = 0; key < 3100; ++key) {
      const std::uint32_t* found = table.find(key);
      ASSERT_EQ(found != nullptr, map.contains(key)) << key;
      EXPECT_TRUE(found == nullptr || *found == map[key]);
    }
    table.clear();
    EXPECT_EQ(table.find(1), nullptr);
  }
}

TEST(Few, HoldsMoreThanItHasRoomFor) {
  Few<int, 2> some;
  for (int i = 0; i < 9; ++i) some.push_back(i);
  EXPECT_EQ(std::vector<int>(some.begin(), some.end()), (std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7, 8}));
  Few<int, 2> other = std::move(some);
  other.shorten(3);
  other.push_back(7);
  EXPECT_EQ(std::vector<int>(other.begin(), other.end()), (std::vector<int>{0, 1, 2, 7}));
  other.clear();
  EXPECT_TRUE(other.empty());
  other.push_back(5);
  EXPECT_EQ(other.front(), 5);
}

}  // namespace
}  // namespace hoptrace::hops
