#include "indicators/punycode.h"

#include <gtest/gtest.h>

namespace hoptrace::indicators {
namespace {

TEST(Punycode, IsDecoded) {
  EXPECT_EQ(decode_punycode("mnchen-3ya"), "m\xC3\xBCnchen");
  EXPECT_FALSE(decode_punycode("***").has_value());
}

TEST(Punycode, IsDecodedToWhatWasEncoded) {
  for (const std::string label : {"m\xC3\xBCnchen", "\xD0\xB0\xD1\x80\xD1\x80le", "\xE6\x97\xA5\xE6\x9C\xAC"}) {
    const auto encoded = ascii_domain(label);
    ASSERT_TRUE(encoded) << label;
    ASSERT_TRUE(encoded->starts_with("xn--")) << *encoded;
    EXPECT_EQ(decode_punycode(std::string_view(*encoded).substr(4)), label);
  }
}

}  // namespace
}  // namespace hoptrace::indicators
