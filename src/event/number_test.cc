#include <gtest/gtest.h>

#include "event/value.h"

namespace hoptrace::event {
namespace {

TEST(ParseNumber, TakesWholeNumbersOnly) {
  EXPECT_EQ(parse_number("12"), 12);
  EXPECT_EQ(parse_number("-3.5"), -3.5);
  EXPECT_EQ(parse_number("0x1F"), 31);
  for (const char* const text : {"", " 1", "1 ", "1x", "0x", "one"}) EXPECT_FALSE(parse_number(text)) << text;
}

TEST(ParseNumber, WordsForNoNumberAreNone) {
  for (const char* const text : {"nan", "NaN", "-nan", "nan(1)", "inf", "-inf", "Infinity"}) {
    EXPECT_FALSE(parse_number(text)) << text;
  }
}

}  // namespace
}  // namespace hoptrace::event
