#include "match/glob.h"

#include <gtest/gtest.h>

#include "base/unicode.h"
#include "match/hand_built_for_tests.h"

namespace hoptrace::match {
namespace {

bool matches(std::string_view pattern, std::string_view text) {
  return CompiledGlob(hand_built::glob(pattern)).matches(base::fold(text));
}
bool matches_cased(std::string_view pattern, std::string_view text) {
  return CompiledGlob(hand_built::glob(pattern, true)).matches(text);
}

TEST(Glob, ComparesTheWholeValue) {
  EXPECT_TRUE(matches("whoami", "WHOAMI"));
  EXPECT_FALSE(matches("whoami", "whoami /all"));
  EXPECT_FALSE(matches("whoami", ""));
  EXPECT_FALSE(matches("Sec?rity", "MySec1rityLog"));  // hayabusa#1815
  EXPECT_TRUE(matches("Sec?rity", "Security"));
}

TEST(Glob, KnowsTheEmptyText) {
  EXPECT_TRUE(matches("", ""));
  EXPECT_FALSE(matches("", "a"));
  EXPECT_TRUE(matches("*", ""));
  EXPECT_FALSE(matches("?", ""));
  EXPECT_FALSE(matches("*?*", ""));
}

TEST(Glob, PutsAStarWhereverItStands) {
  EXPECT_TRUE(matches("*\\cmd.exe", "C:\\Windows\\System32\\CMD.EXE"));
  EXPECT_TRUE(matches("C:\\*", "c:\\temp"));
  EXPECT_TRUE(matches("*mimi*katz*", "xx mimi and katz yy"));
  EXPECT_FALSE(matches("*mimi*katz*", "katz mimi"));
  EXPECT_TRUE(matches("a*b", "ab"));
  EXPECT_FALSE(matches("ab*bc", "abc"));  // both ends may not use the same letter
  EXPECT_TRUE(matches("ab*bc", "abbc"));
  EXPECT_TRUE(matches("*ab*ab", "ababab"));
  EXPECT_FALSE(matches("*aba*aba", "ababa"));
  EXPECT_TRUE(matches("**", "anything"));
}

TEST(Glob, CountsCharactersNotBytes) {
  EXPECT_TRUE(matches("?", "é"));
  EXPECT_TRUE(matches("a??c", "aé日c"));
  EXPECT_FALSE(matches("a?c", "aé日c"));
  EXPECT_TRUE(matches("*??", "日本"));
  EXPECT_FALSE(matches("*??", "日"));
  EXPECT_TRUE(matches("?*?x", "日本x"));
  EXPECT_TRUE(matches("*a?c*", "xxaaécyy"));
  EXPECT_FALSE(matches("*a??b", "a日b"));
}

TEST(Glob, FoldsBeyondAscii) {
  EXPECT_TRUE(matches("*straße*", "STRASSE straẞe"));
  EXPECT_TRUE(matches("ΟΔΟΣ", "οδος"));  // final sigma
  EXPECT_TRUE(matches("*КОШКА*", "чёрная кошка"));
}

TEST(Glob, CasedComparesAsWritten) {
  EXPECT_TRUE(matches_cased("*AbC*", "xAbCx"));
  EXPECT_FALSE(matches_cased("*AbC*", "xabcx"));
}

TEST(Glob, IsNotCaughtByHostileText) {
  const std::string text(1 << 20, 'a');
  EXPECT_FALSE(matches("*a*a*a*a*a*a*a*a*a*a*b", text));
  EXPECT_FALSE(matches("*a?a?a?a?b*", text));
}

}  // namespace
}  // namespace hoptrace::match
