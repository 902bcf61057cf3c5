#include "match/telling.h"

#include <gtest/gtest.h>

#include "match/hand_built_for_tests.h"

namespace hoptrace::match {
namespace {

using hand_built::glob;

TEST(Telling, AShortTextAnywhereSaysNothing) {
  EXPECT_FALSE(telling(glob("* -e*")));
  EXPECT_FALSE(telling(glob("*/s*-u*")));
  EXPECT_FALSE(telling(glob("*")));
  EXPECT_TRUE(telling(glob("* /add*")));
  EXPECT_TRUE(telling(glob("*/s*--config*")));
}

TEST(Telling, AtAValuesBorderOrAsTheWholeEvenAShortTextDoes) {
  EXPECT_TRUE(telling(glob("*\\at")));
  EXPECT_TRUE(telling(glob("at*")));
  EXPECT_TRUE(telling(glob("at")));
}

TEST(Telling, AnExpressionByTheTextThatItCannotDoWithout) {
  EXPECT_FALSE(telling(rules::Regex{.pattern = "[a-zA-Z]:\\\\"}));
  EXPECT_FALSE(telling(rules::Regex{.pattern = ":[^ \\\\]"}));
  EXPECT_TRUE(telling(rules::Regex{.pattern = "mimikatz"}));
  EXPECT_TRUE(telling(rules::Regex{.pattern = "(?:one|two)"}));  // nothing is known about it
}

TEST(Telling, NumbersAndNetworksDo) {
  EXPECT_TRUE(telling(hand_built::number(5985, "5985")));
  EXPECT_TRUE(telling(rules::IsNull{}));
}

}  // namespace
}  // namespace hoptrace::match
