#include "base/on_demand.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "base/packing.h"

namespace hoptrace::base {
namespace {

using Texts = OnDemand<std::vector<std::string>>;

std::string packed(const std::vector<std::string>& values) {
  Texts texts;
  texts.edit() = values;
  Packer packer;
  packer.put(texts);
  packer.put(std::uint32_t{7});
  return packer.take();
}

TEST(OnDemand, IsWhatWasPackedWhetherItsBytesStayOrNot) {
  const std::vector<std::string> values{"a", "", std::string(300, 'b')};
  auto bytes = std::make_shared<const std::string>(packed(values));
  Unpacker owned(bytes_of(*bytes), bytes);
  Unpacker bare(bytes_of(*bytes));
  for (Unpacker* const unpacker : {&owned, &bare}) {
    Texts texts;
    std::uint32_t after = 0;
    unpacker->get(texts);
    unpacker->get(after);
    EXPECT_TRUE(unpacker->whole());
    EXPECT_EQ(after, 7U);
    if (unpacker == &bare) {
      EXPECT_EQ(*texts, values);
    }
    Packer again;
    again.put(texts);
    again.put(after);
    EXPECT_EQ(again.take(), *bytes);
    EXPECT_EQ(*texts, values);
  }
}

TEST(OnDemand, TheBytesStayAsLongAsSomebodyMayAsk) {
  Texts texts;
  {
    auto bytes = std::make_shared<const std::string>(packed({"one"}));
    Unpacker(bytes_of(*bytes), bytes).get(texts);
  }
  const Texts copy = texts;
  texts = Texts();
  EXPECT_EQ(copy->at(0), "one");
}

TEST(OnDemand, AChangedCopyLeavesTheOthersAsTheyWere) {
  Texts one;
  one.edit() = {"one"};
  Texts other = one;
  other.edit().push_back("two");
  EXPECT_EQ(one->size(), 1U);
  EXPECT_EQ(other->size(), 2U);
}

TEST(OnDemand, BytesThatAreCutAreNotReadBeyond) {
  const std::string bytes = packed({"one", "two"});
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    Texts texts;
    std::uint32_t after = 0;
    Unpacker unpacker(bytes_of(bytes).first(size));
    unpacker.get(texts);
    unpacker.get(after);
    EXPECT_FALSE(unpacker.whole()) << size;
  }
}

TEST(OnDemand, AllThreadsSeeOneValue) {
  auto bytes = std::make_shared<const std::string>(packed({"one"}));
  Texts texts;
  Unpacker(bytes_of(*bytes), bytes).get(texts);
  std::vector<const void*> seen(4);
  {
    std::vector<std::jthread> threads;
    for (const void*& own : seen) threads.emplace_back([&texts, &own] { own = &texts->at(0); });
  }
  for (const void* const own : seen) EXPECT_EQ(own, &(*texts)[0]);
}

}  // namespace
}  // namespace hoptrace::base
