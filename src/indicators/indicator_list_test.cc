#include "indicators/indicator_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "indicators/load.h"
#include "indicators/refang.h"
#include "indicators/stix_pattern.h"

namespace hoptrace::indicators {
namespace {

using testing::HasSubstr;

IndicatorList read(std::string_view text) {
  auto list = parse_indicators(text, "list");
  EXPECT_TRUE(list) << (list ? "" : list.error().sentence());
  return list ? *list : IndicatorList{};
}

TEST(Refang, UndoesWhatListsDo) {
  EXPECT_EQ(refang(Type::kUrl, " hxxps[://]evil[.]com/a "), "https://evil.com/a");
  EXPECT_EQ(refang(Type::kDomain, "evil[dot]example(.)com"), "evil.example.com");
  EXPECT_EQ(refang(Type::kAddress, "10[.]0.0[.]1"), "10.0.0.1");
  EXPECT_EQ(refang(Type::kEmail, "a[at]b[.]example"), "a@b.example");
  EXPECT_EQ(refang(Type::kMutex, "x[.]y"), "x[.]y");
}

TEST(CsvList, OurOwnColumns) {
  const auto list = read(
      "type,value,confidence,published,actor,malware,source,note\r\n"
      "domain,evil[.]com,high,2017-04-05,APT10,PlugX,\"A, B | C\",\"says \"\"mind\"\"\"\r\n");
  ASSERT_EQ(list.indicators.size(), 1U);
  const Indicator& i = list.indicators[0];
  EXPECT_EQ(i.value, "evil.com");
  EXPECT_EQ(i.confidence, Confidence::kHigh);
  ASSERT_TRUE(i.published);
  EXPECT_EQ(base::iso8601(*i.published), "2017-04-05T00:00:00.0000000Z");
  EXPECT_EQ(i.source, "A, B | C");
  EXPECT_EQ(i.note, "says \"mind\"");
  EXPECT_EQ(i.place, "list:2");
}

TEST(CsvList, TypeAndValueAlone) {
  EXPECT_EQ(read("md5,0123456789abcdef0123456789abcdef\ndomain,evil.com\n").indicators.size(), 2U);
  EXPECT_EQ(read("indicator_type,ioc\nipv4,10.0.0.1\n# said by somebody,\nhostname,a.b\n").indicators.size(), 2U);
}

TEST(CsvList, RefusesWithThePlace) {
  const auto list = read(
      "type,value,confidence,published\n"
      "md5,abc,,\n"
      "colour,red,,\n"
      "domain,evil.com,certain,\n"
      "domain,evil.com,,yesterday\n"
      "address,10.0.0.0/8,,\n"
      "domain,localhost,,\n"
      "path,C:\\x\\*.exe,,\n"
      "mutex,ab,,\n"
      "port,99999,,\n"
      "domain,good.example,,\n");
  EXPECT_EQ(list.indicators.size(), 1U);
  ASSERT_EQ(list.refused.size(), 9U);
  EXPECT_EQ(list.refused[0].place, "list:2");
  EXPECT_THAT(list.refused[0].why, HasSubstr("32 hexadecimal digits"));
  EXPECT_THAT(list.refused[1].why, HasSubstr("\"colour\""));
  EXPECT_THAT(list.refused[2].why, HasSubstr("certain"));
  EXPECT_THAT(list.refused[4].why, HasSubstr("network"));
}

TEST(CsvList, SaysWhatIsNoList) {
  EXPECT_FALSE(parse_indicators("", "list"));
  EXPECT_FALSE(parse_indicators("hello world\n", "list"));
  EXPECT_FALSE(parse_indicators("{\"a\": 1}", "list"));
  EXPECT_FALSE(parse_indicators("{\"a\": ", "list"));
}

TEST(CsvList, AQuoteThatNeverClosesIsNamedInsteadOfSwallowingTheRest) {
  const auto list = parse_indicators("type,value\ndomain,a.example\ndomain,\"b.example\ndomain,c.example\n", "list");
  ASSERT_FALSE(list);
  EXPECT_EQ(list.error().place, "list:3");
}

TEST(StixPattern, SingleComparisonsJoinedByOr) {
  const auto items = parse_pattern(
      "[domain-name:value = 'evil.com' OR url:value = 'http://evil.com/it\\'s'] OR "
      "([file:hashes.'SHA-256' = 'ab' OR file:hashes.MD5 IN ('c', 'd')])");
  ASSERT_TRUE(items) << items.error().what;
  ASSERT_EQ(items->size(), 5U);
  EXPECT_EQ((*items)[1].value, "http://evil.com/it's");
  EXPECT_EQ((*items)[2].type, Type::kSha256);
  EXPECT_EQ((*items)[4].value, "d");
}

TEST(StixPattern, RefusesWhatNeedsMoreThanOne) {
  for (const std::string_view pattern :
       {"[a:b = 'x' AND file:name = 'y']", "[file:name = 'x' AND file:size = 3]", "[file:name LIKE '%x']",
        "[file:name NOT = 'x']", "[file:name = 'x'] FOLLOWEDBY [file:name = 'y']",
        "[file:name = 'x'] WITHIN 5 SECONDS", "[file:name != 'x']", "file:name = 'x'", "[file:name = 'x'", "", "["}) {
    EXPECT_FALSE(parse_pattern(pattern)) << pattern;
  }
}

TEST(StixList, ReadsIndicatorsOfABundle) {
  const auto list = read(R"({"type":"bundle","id":"bundle--1","objects":[
    {"type":"indicator","id":"indicator--1","pattern_type":"stix","pattern":"[ipv4-addr:value = '10.0.0.1']",
     "valid_from":"2017-04-05T00:00:00Z","confidence":80,"name":"C2"},
    {"type":"indicator","id":"indicator--2","pattern_type":"stix","pattern":"[mutex:name = 'abcd']","confidence":10},
    {"type":"indicator","id":"indicator--3","pattern_type":"yara","pattern":"rule x {}"},
    {"type":"indicator","id":"indicator--4","pattern":"[file:name LIKE 'x']"},
    {"type":"indicator","id":"indicator--5","pattern":"[file:name = 'x.exe']","revoked":true},
    {"type":"malware","id":"malware--1","name":"x"}]})");
  ASSERT_EQ(list.indicators.size(), 2U);
  EXPECT_EQ(list.indicators[0].confidence, Confidence::kHigh);
  EXPECT_EQ(list.indicators[1].confidence, Confidence::kLow);
  EXPECT_EQ(list.indicators[0].source, "C2");
  ASSERT_EQ(list.refused.size(), 3U);
  EXPECT_EQ(list.refused[0].place, "list: indicator--3");
}

TEST(MispList, ReadsAttributesAndObjects) {
  const auto list = read(R"({"response":[{"Event":{"info":"OSINT","date":"2017-04-05","Attribute":[
    {"type":"ip-dst","value":"10.0.0.1","to_ids":true,"uuid":"u1"},
    {"type":"domain","value":"evil.com","to_ids":false},
    {"type":"filename|md5","value":"x.exe|0123456789abcdef0123456789abcdef","to_ids":true},
    {"type":"ip-dst|port","value":"10.0.0.2|443"},
    {"type":"btc","value":"1x","uuid":"u5"}],
    "Object":[{"name":"file","Attribute":[{"type":"mutex","value":"abcd"}]}]}}]})");
  ASSERT_EQ(list.indicators.size(), 6U);
  EXPECT_EQ(list.indicators[1].confidence, Confidence::kLow);
  EXPECT_EQ(list.indicators[3].type, Type::kMd5);
  EXPECT_EQ(list.indicators[4].value, "10.0.0.2");
  ASSERT_EQ(list.refused.size(), 1U);
  EXPECT_THAT(list.refused[0].why, HasSubstr("btc"));
}

// The pack that is shipped: nothing in it refused, nothing in it that its README rules out.
TEST(Pack, LoadsWhole) {
  std::vector<Refusal> refused;
  const auto index = load_index(std::string(HOPTRACE_SOURCE) + "/content", OwnLists::kRead, {}, refused);
  ASSERT_TRUE(index) << index.error().sentence();
  EXPECT_TRUE(refused.empty()) << refused.front().place << ": " << refused.front().why;
  EXPECT_GT(index->all().size(), 3000U);
  EXPECT_TRUE(index->too_short().empty());
  for (const Indicator& i : index->all()) {
    EXPECT_NE(i.type, Type::kEmail) << i.place;
    EXPECT_FALSE(i.source.empty()) << i.place;
    EXPECT_TRUE(i.published) << i.place;
    const bool cloud = i.type == Type::kAddress && (i.value.starts_with("52.") || i.value.starts_with("54."));
    EXPECT_TRUE(!cloud || i.confidence == Confidence::kLow) << i.value;
  }
}

}  // namespace
}  // namespace hoptrace::indicators
