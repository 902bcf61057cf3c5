#include "cases/row_ranges.h"

#include <gtest/gtest.h>

namespace hoptrace::cases {
namespace {

TEST(RowRanges, KeepEveryListInItsOrder) {
  for (const std::vector<RuleRow>& rows :
       {std::vector<RuleRow>{}, {7}, {1, 2, 3}, {3, 2, 1}, {5, 5, 6}, {1, 3, 4, 5, 9, 2, 3}}) {
    EXPECT_EQ(from_ranges(to_ranges(rows)), rows);
  }
  EXPECT_EQ(to_ranges({3, 7, 8, 9, 40}), "3 7-9 40");
}

TEST(RowRanges, EndWhereTheTextIsNoneOfOurs) {
  EXPECT_EQ(from_ranges("1 x 2"), std::vector<RuleRow>{1});
  EXPECT_TRUE(from_ranges("-5").empty());
  EXPECT_TRUE(from_ranges("9-2").empty());
  EXPECT_TRUE(from_ranges("1-9223372036854775807").empty());
  EXPECT_EQ(from_ranges("1-999999999999").size(), 1'000'000U);
}

}  // namespace
}  // namespace hoptrace::cases
