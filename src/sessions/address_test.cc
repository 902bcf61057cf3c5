#include "sessions/address.h"

#include <gtest/gtest.h>

#include <string>

namespace hoptrace::sessions {
namespace {

std::string shown(std::string_view text) {
  return std::string(AddressText(text).view());
}

TEST(Address, one_form_however_it_was_written) {
  EXPECT_EQ(shown("10.0.0.1"), "10.0.0.1");
  EXPECT_EQ(shown("::ffff:10.0.0.1"), "10.0.0.1");
  EXPECT_EQ(shown("[::FFFF:10.0.0.1]"), "10.0.0.1");
  EXPECT_EQ(shown("FE80:0::1%12"), "fe80::1");
  EXPECT_EQ(shown("[2001:DB8::7]"), "2001:db8::7");
}

TEST(Address, what_is_none_is_nothing) {
  for (const std::string_view text :
       {"", "-", "LOCAL", "10.0.0", "10.0.0.256", "10.0.0.1.2", "010.0.0.1", "10.0.0.1 ", "fs01", "[", "[]", ":",
        "::g", "1:2:3:4:5:6:7:8:9", "0x0a000001"}) {
    EXPECT_EQ(shown(text), "") << text;
    EXPECT_FALSE(AddressText(text).is_address()) << text;
  }
}

TEST(Address, those_that_lead_nowhere_are_hidden) {
  for (const std::string_view text : {"127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1"}) {
    EXPECT_EQ(shown(text), "") << text;
    EXPECT_TRUE(AddressText(text).is_loopback()) << text;
  }
  for (const std::string_view text : {"0.0.0.0", "::", "224.0.0.252", "255.255.255.255", "ff02::1:3"}) {
    EXPECT_EQ(shown(text), "") << text;
    EXPECT_TRUE(AddressText(text).is_address()) << text;
    EXPECT_FALSE(AddressText(text).is_loopback()) << text;
  }
}

TEST(Address, ranges_of_the_organisations_own) {
  for (const std::string_view text :
       {"10.0.0.1", "172.16.0.1", "172.31.255.1", "192.168.1.1", "100.64.0.1", "fd00::1"}) {
    EXPECT_TRUE(is_private(text)) << text;
  }
  for (const std::string_view text : {"172.32.0.1", "192.169.1.1", "8.8.8.8", "2001:db8::1", "fd", "fs01", ""}) {
    EXPECT_FALSE(is_private(text)) << text;
  }
}

}  // namespace
}  // namespace hoptrace::sessions
