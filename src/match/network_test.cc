#include "match/network.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>

namespace hoptrace::match {
namespace {

rules::Cidr network(const char* address, int prefix) {
  rules::Cidr out;
  out.prefix = prefix;
  out.v6 = std::string_view(address).contains(':');
  EXPECT_EQ(inet_pton(out.v6 ? AF_INET6 : AF_INET, address, out.network), 1);
  return out;
}

TEST(Network, HoldsItsAddresses) {
  EXPECT_TRUE(lies_within("10.1.2.3", network("10.0.0.0", 8)));
  EXPECT_FALSE(lies_within("11.1.2.3", network("10.0.0.0", 8)));
  EXPECT_TRUE(lies_within("192.168.7.255", network("192.168.4.0", 22)));
  EXPECT_FALSE(lies_within("192.168.8.0", network("192.168.4.0", 22)));
  EXPECT_TRUE(lies_within("8.8.8.8", network("8.8.8.8", 32)));
  EXPECT_TRUE(lies_within("8.8.8.8", network("0.0.0.0", 0)));
}

TEST(Network, HoldsV6) {
  EXPECT_TRUE(lies_within("fe80::1", network("fe80::", 10)));
  EXPECT_TRUE(lies_within("FE80::1%12", network("fe80::", 10)));
  EXPECT_FALSE(lies_within("fec0::1", network("fe80::", 10)));
  EXPECT_TRUE(lies_within("::1", network("::1", 128)));
  EXPECT_FALSE(lies_within("10.0.0.1", network("::", 0)));
}

TEST(Network, SeesTheV4AddressInAV6One) {
  EXPECT_TRUE(lies_within("::ffff:10.0.0.1", network("10.0.0.0", 8)));
  EXPECT_TRUE(lies_within("::FFFF:a00:1", network("10.0.0.0", 8)));
  EXPECT_FALSE(lies_within("::ffff:11.0.0.1", network("10.0.0.0", 8)));
}

TEST(Network, HoldsNothingThatIsNoAddress) {
  for (const std::string_view text : {"", "-", "localhost", "10.0.0", "10.0.0.1:80", "10.0.0.1 ", "0x0a000001"}) {
    EXPECT_FALSE(lies_within(text, network("0.0.0.0", 0))) << text;
  }
  EXPECT_FALSE(lies_within(std::string(10'000, '1'), network("0.0.0.0", 0)));
  EXPECT_FALSE(lies_within(std::string_view("10.0.0.1\0", 9), network("0.0.0.0", 0)));
}

}  // namespace
}  // namespace hoptrace::match
