#include "match/literal_set.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "match/index_store.h"

namespace hoptrace::match {
namespace {

std::vector<std::uint32_t> found_in(const LiteralSet& set, std::string_view text) {
  LiteralScratch scratch(set);
  std::vector<std::uint32_t> out;
  EXPECT_TRUE(set.scan(text, scratch, out));
  std::ranges::sort(out);
  return out;
}

TEST(LiteralSet, WhatIsSerializedFindsTheSame) {
  const std::string long_one(60, 'x');
  const std::vector<std::string_view> literals{"mimikatz", "\\cmd.exe", long_one, "\xC3\xA4rger"};
  IndexStore store;
  const auto set = store.literals(literals);
  ASSERT_TRUE(set) << set.error().sentence();
  const auto bytes = (*set)->serialize();
  ASSERT_TRUE(bytes) << bytes.error().sentence();
  const auto again = LiteralSet::from_bytes(*bytes);
  ASSERT_TRUE(again) << again.error().sentence();
  for (const std::string& text : {std::string("c:\\windows\\cmd.exe mimikatz"), std::string("nur \xC3\xA4rger"),
                                  std::string(70, 'x'), std::string("nothing")}) {
    EXPECT_EQ(found_in(**again, text), found_in(**set, text)) << text;
  }
  EXPECT_EQ(found_in(**again, "c:\\windows\\cmd.exe mimikatz"), (std::vector<std::uint32_t>{0, 1}));
}

TEST(LiteralSet, BytesThatAreNoSetAreRefused) {
  const std::vector<std::uint8_t> bytes(64, 0x5A);
  EXPECT_FALSE(LiteralSet::from_bytes(bytes));
  EXPECT_FALSE(LiteralSet::from_bytes({}));
}

TEST(LiteralSet, TheEngineIsNamed) {
  EXPECT_FALSE(LiteralSet::engine().empty());
  EXPECT_EQ(LiteralSet::engine(), LiteralSet::engine());
}

}  // namespace
}  // namespace hoptrace::match
