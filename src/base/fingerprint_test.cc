#include "base/fingerprint.h"

#include <gtest/gtest.h>

namespace hoptrace::base {
namespace {

TEST(Fingerprint, IsWhatXxHashSays) {  // kept in case files: it must not change with the library
  EXPECT_EQ(fingerprint(""), (Fingerprint{0x99AA06D3014798D8, 0x6001C324468D497F}));
  EXPECT_NE(fingerprint("a"), fingerprint("b"));
}

TEST(Fingerprint, BytesSortAsNumbersDo) {
  const Fingerprint small{0, 0xFFFFFFFFFFFFFFFF}, large{1, 0};
  EXPECT_LT(small, large);
  EXPECT_LT(small.bytes(), large.bytes());
  EXPECT_EQ(large.bytes(), std::string("\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\0", 16));
}

}  // namespace
}  // namespace hoptrace::base
