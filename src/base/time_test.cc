#include "base/time.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>

namespace hoptrace::base {
namespace {

// The usual way of writing a time is read apart; with a small z it is not usual, and means the same.
void expect_same(std::string text) {
  const auto usual = parse_time(text);
  text.back() = 'z';
  EXPECT_EQ(usual, parse_time(text)) << text;
}

TEST(Time, IsTheSameHoweverItIsRead) {
  for (const int year : {0, 1, 4, 99, 100, 400, 1600, 1601, 1899, 1900, 1970, 1999, 2000, 2004, 2023, 2100, 9999}) {
    for (int month = 0; month <= 13; ++month) {
      for (int day = 0; day <= 32; ++day)
        expect_same(fmt::format("{:04}-{:02}-{:02}T23:59:59.123Z", year, month, day));
    }
  }
  for (const char* const clock : {"24:00:00", "00:60:00", "00:00:60", "00:00:61", "23:59:59", "0a:00:00", "00:0/:00",
                                  "00-00:00", "00:00.00", "99:99:99"}) {
    expect_same(fmt::format("2020-02-29T{}Z", clock));
    expect_same(fmt::format("2020-02-29 {}Z", clock));
  }
  for (const char* const fraction : {"", ".", ".0", ".1", ".12", ".123456", ".1234567", ".12345678", ".123456789",
                                     ",5", ".12a", "5", ".-1", " "}) {
    expect_same(fmt::format("2020-02-29T01:02:03{}Z", fraction));
  }
}

TEST(Time, IsTheSameOfDamage) {
  std::mt19937 random(3);
  constexpr std::string_view kBytes = "0123456789-:.TZ z+\x80";
  for (int i = 0; i < 20'000; ++i) {
    std::string text = "2018-12-20T09:14:03.1234567Z";
    for (auto changes = random() % 3; changes > 0; --changes) {
      text[random() % (text.size() - 1)] = kBytes[random() % kBytes.size()];
    }
    if (random() % 4 == 0) text.erase(random() % (text.size() - 1), 1);
    expect_same(text);
  }
}

TEST(Time, IsWhatItSays) {
  EXPECT_EQ(parse_time("1970-01-01T00:00:00Z"), Time{0});
  EXPECT_EQ(parse_time("1969-12-31T23:59:59.9999999Z"), Time{-1});
  EXPECT_EQ(parse_time("2018-12-20T09:14:03.1234567Z"), (Time{15452972431234567}));
}

}  // namespace
}  // namespace hoptrace::base
