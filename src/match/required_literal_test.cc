#include "match/required_literal.h"

#include <gtest/gtest.h>

namespace hoptrace::match {
namespace {

std::string of(std::string pattern, bool ignore_case = false) {
  return required_literal({.pattern = std::move(pattern), .ignore_case = ignore_case});
}

TEST(RequiredLiteral, IsTheLongestRunOfPlainText) {
  EXPECT_EQ(of("abc.*Defgh"), "defgh");
  EXPECT_EQ(of("C:\\\\Windows\\\\[a-z]+\\.exe"), "c:\\windows\\");
  EXPECT_EQ(of("^net\\s+user"), "user");
  EXPECT_EQ(of("(foo|bar)bazz"), "bazz");
  EXPECT_EQ(of("(?i)secret"), "secret");
  EXPECT_EQ(of("x[]^a]yyy"), "yyy");
}

TEST(RequiredLiteral, LeavesOutWhatMayBeMissing) {
  EXPECT_EQ(of("abc?"), "ab");
  EXPECT_EQ(of("abc*d"), "ab");
  EXPECT_EQ(of("abc{0,3}d"), "ab");
  EXPECT_EQ(of("abc+d"), "abc");
  EXPECT_EQ(of("colou?rs"), "colo");
  EXPECT_EQ(of("日本?"), "日");
}

TEST(RequiredLiteral, GivesUpRatherThanGuess) {
  for (const char* pattern : {"abc|def", "abc\\x41", "\\Qabc\\E", "(*UTF)abc", "(?x)a b c", "(?<n>abc)d", "abc\\1",
                              "abc[[:alpha:]]", "\\p{L}abc", "abc)"}) {
    EXPECT_EQ(of(pattern), "") << pattern;
  }
}

TEST(RequiredLiteral, TakesOnlyAsciiWhereCaseIsIgnored) {
  EXPECT_EQ(of("aéb", true), "a");
  EXPECT_EQ(of("aéb"), "aéb");
  EXPECT_EQ(of("(?i)ÄÖÜab"), "ab");
}

}  // namespace
}  // namespace hoptrace::match
