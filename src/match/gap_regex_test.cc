// What is searched without going back is found in the same texts.
#include "match/gap_regex.h"

#include <gtest/gtest.h>

#include <random>

#include "match/regex.h"

namespace hoptrace::match {
namespace {

rules::Regex regex_of(std::string pattern) {
  rules::Regex regex;
  regex.pattern = std::move(pattern);
  return regex;
}

TEST(GapRegex, OnlyCharactersWithGapsBetweenThem) {
  EXPECT_EQ(without_going_back(R"(\+.*\+)"), R"(\+(?:(?!\+).)*+\+)");
  EXPECT_EQ(without_going_back("`.*;.*`"), "`(?:(?!;).)*+;(?:(?!`).)*+`");
  for (const char* other : {"", "`", ".*", "`.*", ".*`", "`.+`", "`.*?`", "a.*b", "`.*`*", R"(\d.*\d)", "`.*``",
                            "(`.*`)", "`.*[`]", "`..*`", "^.*`", R"(`.*\)"}) {
    EXPECT_EQ(without_going_back(other), std::nullopt) << other;
  }
}

TEST(GapRegex, FindsTheSame) {
  std::mt19937 random(3);
  constexpr std::string_view kCharacters = "+`{\nx";
  RegexScratch scratch;
  const auto some = [&random](std::size_t most) { return random() % most; };
  for (int round = 0; round < 300; ++round) {
    std::string plain = "\\+", pattern;
    for (std::size_t i = 0; i < 1 + some(4); ++i) plain.append(".*\\") += kCharacters[some(3)];
    pattern = "(?:" + plain + ")";  // a group: searched as it is written
    ASSERT_TRUE(without_going_back(plain));
    ASSERT_FALSE(without_going_back(pattern));
    rules::Regex quick_source = regex_of(plain), slow_source = regex_of(pattern);
    quick_source.dot_all = slow_source.dot_all = round % 2 == 0;
    quick_source.multi_line = slow_source.multi_line = round % 3 == 0;
    quick_source.ignore_case = slow_source.ignore_case = round % 5 == 0;
    const auto quick = Regex::compile(quick_source), slow = Regex::compile(slow_source);
    ASSERT_TRUE(quick && slow);
    for (int text_number = 0; text_number < 100; ++text_number) {
      std::string text;
      for (std::size_t i = some(16); i > 0; --i) text += kCharacters[some(kCharacters.size())];
      EXPECT_EQ(quick->found_in(text, scratch), slow->found_in(text, scratch)) << plain << " in " << text;
    }
  }
  EXPECT_EQ(scratch.limits_hit(), 0U);
}

// 13 of 14 in 60,000 characters: the ways to share them out would reach the bound.
TEST(GapRegex, ALongTextThatHasTooFewIsNoMatterOfLimits) {
  std::string pattern = "\\+", text;
  for (int i = 0; i < 13; ++i) {
    pattern += ".*\\+";
    text += "+" + std::string(4600, 'x');
  }
  const auto regex = Regex::compile(regex_of(pattern));
  ASSERT_TRUE(regex);
  RegexScratch scratch;
  EXPECT_FALSE(regex->found_in(text, scratch));
  EXPECT_TRUE(regex->found_in(text + "+", scratch));
  EXPECT_EQ(scratch.limits_hit(), 0U);
}

}  // namespace
}  // namespace hoptrace::match
