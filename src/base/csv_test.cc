#include "base/csv.h"

#include <gtest/gtest.h>

namespace hoptrace::base {
namespace {

TEST(Csv, ReadsQuotesCommasAndLineBreaksInsideCells) {
  const auto rows = parse_csv(
      "\xEF\xBB\xBF"
      "a,b\r\n\"x, \"\"y\"\"\",\"two\nlines\"\r\n\r\nlast,\r\n",
      "t.csv");
  ASSERT_TRUE(rows.has_value());
  ASSERT_EQ(rows->size(), 3U);
  EXPECT_EQ((*rows)[0].cells, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ((*rows)[1].cells, (std::vector<std::string>{"x, \"y\"", "two\nlines"}));
  EXPECT_EQ((*rows)[2].cells, (std::vector<std::string>{"last", ""}));
  EXPECT_EQ((*rows)[2].line, 5);
}

TEST(Csv, NamesTheLineOfAQuoteThatNeverCloses) {
  const auto rows = parse_csv("a,b\nc,\"d\n", "t.csv");
  ASSERT_FALSE(rows.has_value());
  EXPECT_EQ(rows.error().place, "t.csv:2");
}

}  // namespace
}  // namespace hoptrace::base
