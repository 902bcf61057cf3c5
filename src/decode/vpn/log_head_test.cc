#include "decode/vpn/log_head.h"

#include <gtest/gtest.h>

#include <string>

#include "decode/vpn/year_sense.h"

namespace hoptrace::decode::vpn {
namespace {

// "time|host|program|message", the time in the year 2018 where it says none.
std::string read(std::string_view line) {
  const LogHead head = read_head(line);
  const auto time = head.stamp ? head.stamp->time(2018) : std::nullopt;
  return (time ? base::iso8601(*time).substr(0, 19) : "-") + (head.stamp && head.stamp->zoned ? "Z" : "") + "|" +
         std::string(head.host) + "|" + std::string(head.program) + "|" + std::string(head.message);
}

TEST(LogHead, OfSyslog) {
  EXPECT_EQ(read("Dec 20 09:14:03 gw openvpn[12]: hello"), "2018-12-20T09:14:03|gw|openvpn|hello");
  EXPECT_EQ(read("<34>Dec  2 09:14:03 gw openvpn: hello"), "2018-12-02T09:14:03|gw|openvpn|hello");
  EXPECT_EQ(read("Dec 20 09:14:03 openvpn[12]: hello"), "2018-12-20T09:14:03||openvpn|hello");
  EXPECT_EQ(read("Dec 20 09:14:03 2001:db8::1 su: hello"), "2018-12-20T09:14:03|2001:db8::1|su|hello");
  EXPECT_EQ(read("2018-12-20T09:14:03.5+01:00 gw openvpn[12]: hello"), "2018-12-20T08:14:03Z|gw|openvpn|hello");
  EXPECT_EQ(read("2018-12-20 09:14:03 gw openvpn[12]: hello"), "2018-12-20T09:14:03|gw|openvpn|hello");
  EXPECT_EQ(read("<34>1 2018-12-20T09:14:03Z gw openvpn 12 - - hello"), "2018-12-20T09:14:03Z|gw|openvpn|hello");
  EXPECT_EQ(read("<34>1 2018-12-20T09:14:03Z - - - - [a b=\"]\"][c] \xEF\xBB\xBFhello"),
            "2018-12-20T09:14:03Z|||hello");
}

TEST(LogHead, OfProgramsOwnFiles) {
  EXPECT_EQ(read("Thu Dec 20 09:14:03 2018 us=123 a/1.2.3.4:5 hello"), "2018-12-20T09:14:03|||a/1.2.3.4:5 hello");
  EXPECT_EQ(read("2018-12-20 09:14:03 first client/1.2.3.4:5 MULTI: x"),
            "2018-12-20T09:14:03|||first client/1.2.3.4:5 MULTI: x");
  EXPECT_TRUE(read_head("2018-12-20 09:14:03 first client/1.2.3.4:5 MULTI: x").alone);
  EXPECT_FALSE(read_head("Dec 20 09:14:03 gw openvpn: hello").alone);
}

TEST(LogHead, OfCiscosDevices) {
  EXPECT_EQ(read("Dec 20 2018 09:14:03: %ASA-6-1: x"), "2018-12-20T09:14:03|||%ASA-6-1: x");
  EXPECT_EQ(read("*Dec 20 2018 09:14:03.123 UTC: %ASA-6-1: x"), "2018-12-20T09:14:03Z|||%ASA-6-1: x");
  EXPECT_EQ(read("Dec 20 2018 09:14:03 asa1 : %ASA-6-1: x"), "2018-12-20T09:14:03|asa1||%ASA-6-1: x");
  EXPECT_EQ(read("Dec 20 10:14:03 relay Dec 20 2018 09:14:03 asa1 : %ASA-6-1: x"),
            "2018-12-20T09:14:03|asa1||%ASA-6-1: x");
  EXPECT_EQ(read("2018-12-20T10:14:03Z relay Dec 20 09:14:03: %ASA-6-1: x"),
            "2018-12-20T10:14:03Z|relay||%ASA-6-1: x");
  EXPECT_EQ(read("Dec 20 09:14:03 10.0.0.1 %ASA-6-1: x"), "2018-12-20T09:14:03|10.0.0.1||%ASA-6-1: x");
}

TEST(LogHead, OfNoLog) {
  for (const std::string line : {"", "hello", "<", "<34>", "1 ", "Dec", "Dec 40", "Dec 20 09:14",
                                 "Dec 20 25:14:03 x y: z", "2018-13-20T09:14:03Z x", "2018-12-20T09:14:03Zx y",
                                 "0000-12-20T09:14:03Z x", "date=2018-12-20", "Dec 20 09:14:03,x"}) {
    EXPECT_FALSE(read_head(line).stamp) << line;
  }
  EXPECT_EQ(read("Feb 29 09:14:03 gw su: x"), "-|gw|su|x");
  EXPECT_EQ(read("<99999>Dec 20 09:14:03 gw su: x"), "-|||<99999>Dec 20 09:14:03 gw su: x");
}

LogStamp stamp(int month, int year = 0) {
  LogStamp made;
  made.parts.month = month;
  made.parts.year = year;
  return made;
}

TEST(YearSense, KnowsNothingByItself) {
  YearSense sense;
  EXPECT_EQ(sense.note(stamp(12)), 0);
  EXPECT_FALSE(sense.known());
  EXPECT_EQ(sense.context(), "");
}

TEST(YearSense, TurnsWithTheYear) {
  YearSense sense;
  EXPECT_EQ(sense.note(stamp(11, 2018)), 2018);
  EXPECT_EQ(sense.note(stamp(12)), 2018);
  EXPECT_EQ(sense.note(stamp(1)), 2019);
  EXPECT_EQ(sense.note(stamp(12)), 2018) << "a late comer";
  EXPECT_EQ(sense.note(stamp(2)), 2019);
  YearSense next = YearSense::from_context(sense.context());
  EXPECT_EQ(next.note(stamp(3)), 2019);
}

TEST(YearSense, LooksAhead) {
  YearSense sense;
  EXPECT_FALSE(sense.look_ahead(stamp(11)));
  EXPECT_FALSE(sense.look_ahead(stamp(1)));
  EXPECT_TRUE(sense.look_ahead(stamp(2, 2019)));
  EXPECT_EQ(sense.note(stamp(11)), 2018);
  EXPECT_EQ(sense.note(stamp(1)), 2019);
}

}  // namespace
}  // namespace hoptrace::decode::vpn
