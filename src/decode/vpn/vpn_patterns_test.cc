#include "decode/vpn/vpn_patterns.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "decode/format.h"

namespace hoptrace::decode::vpn {
namespace {

using testing::HasSubstr;

std::string taken(std::string_view pattern, std::string_view message) {
  const auto made = LinePattern::parse(pattern);
  if (!made) return made.error();
  const auto captured = made->match(message);
  if (!captured) return "no";
  std::string out;
  for (std::size_t i = 0; i < captured->size(); ++i) {
    if (!(*captured)[i].empty())
      out += std::string(name_of(static_cast<Capture>(i))) + "=" + std::string((*captured)[i]) + " ";
  }
  return out;
}

TEST(LinePattern, TakesWhatIsNamed) {
  EXPECT_EQ(
      taken("user {user} from {public_ip} assigned {assigned_ip}", "user anna from 203.0.113.5 assigned 10.0.0.5"),
      "user=anna public_ip=203.0.113.5 assigned_ip=10.0.0.5 ");
  EXPECT_EQ(taken("session {{{user}} is gone", "session {anna} is gone"), "user=anna ");
  EXPECT_EQ(taken("session {{{user}}} is gone", "session {anna}} is gone"), "user=anna ");
  EXPECT_EQ(taken("{*} time {time} user {user}", "x time Thu Dec 20 09:14:03 2018 user a b"),
            "user=a b time=Thu Dec 20 09:14:03 2018 ");
}

TEST(LinePattern, TakesTheKindOnly) {
  const std::string_view pattern = "{user}/{public_ip}:{public_port} is here";
  EXPECT_EQ(taken(pattern, "a/b/203.0.113.5:443 is here"), "user=a/b public_ip=203.0.113.5 public_port=443 ");
  EXPECT_EQ(taken(pattern, "a/2001:db8::5:443 is here"), "user=a public_ip=2001:db8::5 public_port=443 ");
  EXPECT_EQ(taken(pattern, "a/203.0.113.256:443 is here"), "no");
  EXPECT_EQ(taken(pattern, "a/203.0.113.5:https is here"), "no");
  EXPECT_EQ(taken(pattern, "a/203.0.113.5:443 is here."), "no");
  EXPECT_EQ(taken("Duration: {duration}, end", "Duration: 1h:02m, end"), "duration=1h:02m ");
  EXPECT_EQ(taken("Duration: {duration}, end", "Duration: 1x, end"), "no");
}

TEST(LinePattern, GivesUpAtItsBound) {
  std::string pattern, message;
  for (int i = 0; i < 20; ++i) pattern += "{*}a";
  for (int i = 0; i < 2'000; ++i) message += 'a';
  EXPECT_EQ(taken(pattern + "{*}the end", message + "the en"), "no");
}

TEST(LinePattern, RefusesWhatItCannotMean) {
  EXPECT_THAT(taken("{user}{group} and more", ""), HasSubstr("some text"));
  EXPECT_THAT(taken("{user", ""), HasSubstr("not closed"));
  EXPECT_THAT(taken("the user {usr} came", ""), HasSubstr("\"usr\""));
  EXPECT_THAT(taken("from {user} to the {user}", ""), HasSubstr("twice"));
  EXPECT_THAT(taken("{user} {*}", ""), HasSubstr("stand for themselves"));
  EXPECT_THAT(taken(std::string(2'000, 'x'), ""), HasSubstr("1024"));
}

TEST(Durations, AreSeconds) {
  EXPECT_EQ(seconds_of("62"), 62U);
  EXPECT_EQ(seconds_of("0h:05m:12s"), 312U);
  EXPECT_EQ(seconds_of("1d 2h:03m:04s"), 93'784U);
  for (const std::string_view odd : {"", "x", "5m3", "99999999999s", "-1s", "5 minutes"})
    EXPECT_FALSE(seconds_of(odd)) << odd;
}

TEST(VpnPatterns, OfTheContentAreRead) {
  const auto patterns = VpnPatterns::load(std::string(HOPTRACE_SOURCE) + "/content");
  ASSERT_TRUE(patterns) << patterns.error().sentence();
  EXPECT_GT(patterns->size(), 40U);
}

TEST(VpnPatterns, NameFileAndLineOfAFault) {
  const auto error = [](const std::string& rows) {
    const auto made = VpnPatterns::parse("name: x\nlines:\n" + rows, "x.yml");
    return made ? "read" : made.error().sentence();
  };
  EXPECT_EQ(error("  - {line: 'user {user} came', action: begin}\n"), "read");
  EXPECT_THAT(error("  - {line: 'user {user} came', action: start}\n"), HasSubstr("x.yml:3"));
  EXPECT_THAT(error("  - {line: 'user {usr} came'}\n"), HasSubstr("x.yml:3"));
  EXPECT_THAT(error("  - {line: 'user {user} came', event_id: many}\n"), HasSubstr("event_id"));
  EXPECT_THAT(error("  - {action: begin}\n"), HasSubstr("line"));
  EXPECT_THAT(error("  - {lines: x}\n"), HasSubstr("\"lines\""));
  EXPECT_FALSE(VpnPatterns::parse("name: x\n", "x.yml"));
  EXPECT_FALSE(VpnPatterns::parse("lines: []\n", "x.yml"));
  EXPECT_FALSE(VpnPatterns::load("no such folder"));
}

class Told : public testing::Test {
 protected:
  std::string_view format(std::string_view text) const {
    const Format* const known = identify(base::bytes_of(text), {.carve = false, .vpn = &*patterns_});
    return known == nullptr ? std::string_view("none") : known->name;
  }
  base::Result<VpnPatterns> patterns_ = VpnPatterns::load(std::string(HOPTRACE_SOURCE) + "/content");
};

TEST_F(Told, ByItsLines) {
  EXPECT_EQ(format("Dec 20 2018 09:14:03: %ASA-6-302013: Built inbound TCP connection\n"), "vpn");
  EXPECT_EQ(format("Dec 20 09:14:03 gw openvpn[1]: anything\n"), "vpn");
  EXPECT_EQ(format("Dec 20 09:14:03 gw sshd[1]: x\nDec 20 09:14:03 gw openvpn[1]: anything\n"), "vpn");
  EXPECT_EQ(
      format(
          "2018-12-20 09:14:03 hello\n2018-12-20 09:14:03 a/1.2.3.4:5 MULTI: primary virtual IP for x: 10.0.0.1\n"),
      "vpn");
}

TEST_F(Told, ApartFromOtherText) {
  EXPECT_EQ(format(""), "none");
  EXPECT_EQ(format("Dec 20 09:14:03 gw sshd[1]: openvpn was started\n"), "none");
  EXPECT_EQ(format("2018-12-20 09:14:03 INFO server started\n2018-12-20 09:14:04 INFO a/1.2.3.4:5 came\n"), "none");
  EXPECT_EQ(
      format(
          "# How we read logs\n\nThe firewall writes\n\nDec 20 2018 09:14:03: %ASA-6-302013: Built\n\nand more.\n"),
      "none");
  EXPECT_EQ(format("a/1.2.3.4:5 MULTI: primary virtual IP for x: 10.0.0.1\n"), "none")
      << "without a time it is a quotation";
  EXPECT_EQ(format(std::string_view("Dec 20 2018 09:14:03: %ASA-6-1: x\0\n", 36)), "none");
  EXPECT_EQ(format("{\"message\": \"Dec 20 2018 09:14:03: %ASA-6-302013: Built\"}\n"), "json");
}

}  // namespace
}  // namespace hoptrace::decode::vpn
