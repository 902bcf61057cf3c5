#include "serve/target.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hoptrace::serve {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

TEST(Target, IsDecodedOnce) {
  EXPECT_THAT(parse_target("/")->segments, IsEmpty());
  EXPECT_THAT(parse_target("/api/v1/documents/case")->segments, ElementsAre("api", "v1", "documents", "case"));
  EXPECT_THAT(parse_target("/a%20b/%C3%BC?x=1+2&y&x=%26")->segments, ElementsAre("a b", "ü"));
  EXPECT_THAT(parse_target("/a?x=1+2&y&x=%26")->query, ElementsAre(Pair("x", "1 2"), Pair("y", ""), Pair("x", "&")));
  EXPECT_THAT(parse_target("/a+b")->segments, ElementsAre("a+b"));
  EXPECT_THAT(parse_target("/%2525")->segments, ElementsAre("%25"));
  EXPECT_EQ(parse_target("/a?x=1&x=2")->parameter("x"), "1");
  EXPECT_EQ(parse_target("/a?x=1")->parameter("y"), std::nullopt);
}

TEST(Target, RefusesWhatCouldMeanTwoThings) {
  for (const char* text :
       {"",       "a",  "*",   "http://x/", "//",   "/a/",  "/a//b",  "/.",   "/a/../b", "/%2e%2e/b",
        "/a%2fb", "/%", "/%4", "/%zz",      "/%00", "/%0a", "/a?x=%", "/%ff", "/%c0%ae", "/a\x7f"})
    EXPECT_FALSE(parse_target(text)) << text;
}

TEST(Target, IsBounded) {
  std::string deep, wide = "/a?";
  for (std::size_t i = 0; i <= kMaxSegments; ++i) deep += "/a";
  for (std::size_t i = 0; i <= kMaxParameters; ++i) wide += "x=1&";
  EXPECT_FALSE(parse_target(deep));
  EXPECT_FALSE(parse_target(wide));
  EXPECT_FALSE(parse_target("/" + std::string(kMaxTarget, 'a')));
  EXPECT_TRUE(parse_target("/" + std::string(kMaxTarget - 1, 'a')));
}

}  // namespace
}  // namespace hoptrace::serve
