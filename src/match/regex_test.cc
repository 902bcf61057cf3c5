#include "match/regex.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace hoptrace::match {
namespace {

bool found(rules::Regex regex, std::string_view text) {
  const auto compiled = Regex::compile(regex);
  EXPECT_TRUE(compiled.has_value());
  RegexScratch scratch;
  const bool found = compiled && compiled->found_in(text, scratch);
  EXPECT_EQ(scratch.limits_hit(), 0u);
  return found;
}

TEST(Regex, IsFoundAnywhereAndMindsCase) {
  EXPECT_TRUE(found({.pattern = "b+c"}, "abbbcd"));
  EXPECT_FALSE(found({.pattern = "^b"}, "ab"));
  EXPECT_FALSE(found({.pattern = "ABC"}, "abc"));
  EXPECT_TRUE(found({.pattern = "ABC", .ignore_case = true}, "xabc"));
  EXPECT_TRUE(found({.pattern = "É", .ignore_case = true}, "é"));
}

TEST(Regex, TakesCodePointsAsCharacters) {
  EXPECT_TRUE(found({.pattern = "^.$"}, "日"));
  EXPECT_TRUE(found({.pattern = "^$"}, ""));
  EXPECT_TRUE(found({.pattern = "^$"}, std::string_view()));
}

TEST(Regex, KnowsItsModifiers) {
  EXPECT_FALSE(found({.pattern = "^b$"}, "a\nb\nc"));
  EXPECT_TRUE(found({.pattern = "^b$", .multi_line = true}, "a\nb\nc"));
  EXPECT_FALSE(found({.pattern = "a.b"}, "a\nb"));
  EXPECT_TRUE(found({.pattern = "a.b", .dot_all = true}, "a\nb"));
}

TEST(Regex, RefusesWhatItCannotRead) {
  EXPECT_FALSE(Regex::compile({.pattern = "a("}).has_value());
  EXPECT_FALSE(Regex::compile({.pattern = "\\C"}).has_value());  // would tear characters apart
}

TEST(Regex, OnDemandFindsTheSame) {
  const Regex regex = Regex::on_demand({.pattern = "b+c", .ignore_case = true});
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&regex] {
      RegexScratch scratch;
      EXPECT_TRUE(regex.found_in("aBBc", scratch));
      EXPECT_FALSE(regex.found_in("aBB", scratch));
    });
  }
}

TEST(Regex, OnDemandWhatCannotBeReadIsNeverFound) {
  const Regex regex = Regex::on_demand({.pattern = "(a"});
  RegexScratch scratch;
  EXPECT_FALSE(regex.found_in("(a", scratch));
  EXPECT_FALSE(regex.found_in("a", scratch));
  EXPECT_EQ(scratch.limits_hit(), 0U);
}

TEST(Regex, GivesUpOnARunawayAndCountsIt) {
  const auto compiled = Regex::compile({.pattern = "^(a+)+$"});
  ASSERT_TRUE(compiled.has_value());
  RegexScratch scratch;
  EXPECT_FALSE(compiled->found_in(std::string(64, 'a') + "b", scratch));
  EXPECT_EQ(scratch.limits_hit(), 1u);
  EXPECT_TRUE(compiled->found_in("aaa", scratch));
}

}  // namespace
}  // namespace hoptrace::match
