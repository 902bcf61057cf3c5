#include "match/clock.h"

#include <gtest/gtest.h>

namespace hoptrace::match {
namespace {

double part(std::string_view text, rules::TimePart part) {
  const auto clock = clock_of(event::Value::text(text), text);
  return clock ? part_of(*clock, part) : -1;
}

TEST(Clock, TakesADateApart) {
  const std::string_view text = "2018-12-20T09:14:03.1234567Z";
  EXPECT_EQ(part(text, rules::TimePart::kMinute), 14);
  EXPECT_EQ(part(text, rules::TimePart::kHour), 9);
  EXPECT_EQ(part(text, rules::TimePart::kDay), 20);
  EXPECT_EQ(part(text, rules::TimePart::kWeek), 51);
  EXPECT_EQ(part(text, rules::TimePart::kMonth), 12);
  EXPECT_EQ(part(text, rules::TimePart::kYear), 2018);
}

TEST(Clock, ReadsATextByItsOwnClock) {
  EXPECT_EQ(part("2018-12-20T23:30:00+02:00", rules::TimePart::kHour), 23);
  EXPECT_EQ(part("2018-12-20T23:30:00+02:00", rules::TimePart::kDay), 20);
  EXPECT_EQ(part("2018-12-20T01:30:00-0500", rules::TimePart::kHour), 1);
  EXPECT_EQ(part("2018-12-20 07:14:03.123", rules::TimePart::kHour), 7);
  EXPECT_EQ(part("2018-12-20", rules::TimePart::kHour), 0);
}

TEST(Clock, HasNoPartsOfAnythingElse) {
  EXPECT_EQ(part("20/12/2018 09:14", rules::TimePart::kHour), -1);
  EXPECT_EQ(part("2018-12-20T09:14:03+99:99", rules::TimePart::kHour), -1);
  EXPECT_EQ(part("", rules::TimePart::kHour), -1);
  EXPECT_FALSE(clock_of(event::Value::integer(1545297243), "1545297243").has_value());
}

TEST(Clock, ReadsAnInstantInUtc) {
  const auto time = base::parse_time("2020-12-31T23:59:00Z");
  ASSERT_TRUE(time.has_value());
  const auto clock = clock_of(event::Value::time(*time), "");
  ASSERT_TRUE(clock.has_value());
  EXPECT_EQ(part_of(*clock, rules::TimePart::kWeek), 53);
}

}  // namespace
}  // namespace hoptrace::match
