#include "base/name_uuid.h"

#include <gtest/gtest.h>

namespace hoptrace::base {
namespace {

TEST(NameUuid, IsThatOfTheStandard) {  // RFC 9562, appendix A.4
  EXPECT_EQ(name_uuid("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "www.example.com"),
            "2ed6657d-e927-568b-95e1-2665a8aea6a2");
}

TEST(KeyedHash, IsThatOfTheStandard) {  // RFC 4231, test case 2
  EXPECT_EQ(keyed_hash_hex("Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(RandomHex, IsAnotherOneEachTime) {
  EXPECT_EQ(random_hex(32).size(), 64U);
  EXPECT_NE(random_hex(32), random_hex(32));
}

}  // namespace
}  // namespace hoptrace::base
