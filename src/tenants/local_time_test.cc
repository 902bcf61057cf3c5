#include "tenants/local_time.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace hoptrace::tenants {
namespace {

base::Time at(std::string_view text) {
  return base::parse_time(text).value();
}

TEST(LocalTime, WithoutANameItIsUtc) {
  const LocalTime utc("");
  ASSERT_TRUE(utc.known());
  const auto clock = utc.clock(at("2025-01-06T18:05:00Z"));
  EXPECT_EQ(clock.weekday, 0);
  EXPECT_EQ(clock.minute, 18 * 60 + 5);
  EXPECT_EQ(utc.clock(at("1969-12-31T23:00:00Z")).weekday, 2);
}

TEST(LocalTime, SummerIsAnHourAhead) {
  if (!std::filesystem::exists("/usr/share/zoneinfo/Europe/London")) GTEST_SKIP() << "no time zone database";
  const LocalTime london("Europe/London");
  ASSERT_TRUE(london.known());
  EXPECT_EQ(london.clock(at("2025-01-15T12:00:00Z")).minute, 12 * 60);
  EXPECT_EQ(london.clock(at("2025-07-15T12:00:00Z")).minute, 13 * 60);
  EXPECT_EQ(london.clock(at("2025-07-15T23:30:00Z")).weekday, 2);  // Wednesday there
  EXPECT_EQ(LocalTime("Etc/GMT-2").clock(at("2025-07-15T12:00:00Z")).minute, 14 * 60);
}

TEST(LocalTime, WhatIsNoZoneIsNotKnown) {
  EXPECT_FALSE(LocalTime("Europe/Nowhere").known());
  EXPECT_FALSE(LocalTime("../../../etc/passwd").known());
}

}  // namespace
}  // namespace hoptrace::tenants
