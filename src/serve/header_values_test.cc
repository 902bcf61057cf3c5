#include "serve/header_values.h"

#include <gtest/gtest.h>

namespace hoptrace::serve {
namespace {

TEST(HeaderValues, Authority) {
  EXPECT_EQ(parse_authority("LocalHost:8440"), (Authority{"localhost", 8440}));
  EXPECT_EQ(parse_authority("[::1]:80"), (Authority{"::1", 80}));
  EXPECT_EQ(parse_authority("10.0.0.5"), (Authority{"10.0.0.5", 0}));
  for (const char* text : {"", ":80", "a:", "a:0", "a:65536", "a:8x", "a b", "a/b", "[::1", "[::1]x", "[]:1",
                           "user@host", "a:1:2", "a\r\nb", "::1"})
    EXPECT_FALSE(parse_authority(text)) << text;
}

TEST(HeaderValues, Origin) {
  EXPECT_TRUE(parse_origin("https://a:1")->tls);
  EXPECT_EQ(parse_origin("http://a")->authority, (Authority{"a", 0}));
  for (const char* text : {"", "null", "a", "file://", "http://", "http://a/b", "ftp://a"})
    EXPECT_FALSE(parse_origin(text)) << text;
}

TEST(HeaderValues, Cookie) {
  EXPECT_EQ(cookie("a=1; b=2;c=3", "b"), "2");
  EXPECT_EQ(cookie("a=1;b=2", "c"), std::nullopt);
  EXPECT_EQ(cookie("b=1; b=2", "b"), std::nullopt) << "which of them is ours?";
  EXPECT_EQ(cookie("bb=1; b", "b"), std::nullopt);
  EXPECT_EQ(cookie(";;=;", "b"), std::nullopt);
}

TEST(HeaderValues, Bearer) {
  EXPECT_EQ(bearer("Bearer abc"), "abc");
  EXPECT_EQ(bearer("bearer  abc "), "abc");
  EXPECT_EQ(bearer("Basic abc"), std::nullopt);
  EXPECT_EQ(bearer(""), std::nullopt);
}

TEST(HeaderValues, Gzip) {
  for (const char* text : {"gzip", "br, GZIP;q=0.5", "*", "deflate, gzip;q=1.0", "gzip;q=0.001"})
    EXPECT_TRUE(takes_gzip(text)) << text;
  for (const char* text : {"", "br", "gzip;q=0", "gzip; q=0.000", "xgzip", ","})
    EXPECT_FALSE(takes_gzip(text)) << text;
}

TEST(HeaderValues, EntityTags) {
  EXPECT_TRUE(names_tag("\"a\", W/\"b\"", "\"b\""));
  EXPECT_TRUE(names_tag("*", "\"b\""));
  EXPECT_FALSE(names_tag("\"a\"", "\"b\""));
  EXPECT_FALSE(names_tag("", "\"b\""));
}

TEST(HeaderValues, MediaType) {
  EXPECT_EQ(media_type_of("Application/JSON; charset=utf-8"), "application/json");
  EXPECT_EQ(media_type_of(""), "");
}

}  // namespace
}  // namespace hoptrace::serve
