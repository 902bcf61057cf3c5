#include "decode/proxy/access_log.h"

#include <gtest/gtest.h>

namespace hoptrace::decode::proxy {
namespace {

std::vector<std::string> values(std::string_view line) {
  base::Arena memory;
  std::vector<std::string> out;
  while (const auto value = take_value(line, memory)) out.emplace_back(*value);
  return out;
}

TEST(AccessLog, ValuesAreWordsOrQuoted) {
  using List = std::vector<std::string>;
  EXPECT_EQ(values("a  b\tc "), (List{"a", "b", "c"}));
  EXPECT_EQ(values(R"("a b" "" "say ""no""" d)"), (List{"a b", "", "say \"no\"", "d"}));
  EXPECT_EQ(values(R"(a "never closed)"), (List{"a", "\"never", "closed"}));
  EXPECT_EQ(values(""), List{});
}

TEST(AccessLog, HostOfAUrl) {
  EXPECT_EQ(host_of("https://files.example:8443/up?x=1"), "files.example");
  EXPECT_EQ(host_of("files.example:443"), "files.example");
  EXPECT_EQ(host_of("http://user:pass@files.example/a@b"), "files.example");
  EXPECT_EQ(host_of("[2001:db8::9]:443"), "2001:db8::9");
  EXPECT_EQ(host_of("http://["), "");
  EXPECT_EQ(host_of(""), "");
}

TEST(AccessLog, WhoIsAskedIsNoProxy) {
  const event::FieldDictionary names;
  const auto category = [&](std::string_view software, std::string_view fields) {
    W3cHeader header;
    EXPECT_EQ(header.add(std::string("#Software: ").append(software), names), nullptr);
    EXPECT_EQ(header.add(std::string("#Fields: ").append(fields), names), nullptr);
    return std::string(header.category());
  };
  EXPECT_EQ(category("SGOS 6.5", "date time c-ip cs-uri-scheme cs-host"), "proxy");
  EXPECT_EQ(category("Microsoft Internet Information Services 10.0", "date time c-ip r-host"), "webserver");
  EXPECT_EQ(category("", "date time c-ip cs-uri-stem"), "webserver");
}

TEST(AccessLog, SquidsOwnLines) {
  const auto line = read_squid(
      "1478827445.603    310 10.0.0.5 TCP_MISS/200 12345 CONNECT a.example:443 - HIER_DIRECT/203.0.113.1 -");
  ASSERT_TRUE(line);
  EXPECT_EQ(base::iso8601(line->time), "2016-11-11T01:24:05.6030000Z");
  EXPECT_EQ(line->bytes, 12345U);
  EXPECT_EQ(line->status, 200U);
  EXPECT_EQ(line->peer, "203.0.113.1");
  for (const char* other :
       {"", "1478827445.603", "1478827445 310 a TCP_MISS/200 1 GET u - D/1 -",
        "1478827445.603 310 a tcp_miss/200 1 GET u - D/1 -", "1478827445.603 310 a TCP_MISS/2000 1 GET u - D/1 -",
        "1478827445.603 310 a TCP_MISS/200 -1 GET u - D/1 -"})
    EXPECT_FALSE(read_squid(other)) << other;
}

}  // namespace
}  // namespace hoptrace::decode::proxy
