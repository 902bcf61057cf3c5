#include "base/value_memory.h"

#include <gtest/gtest.h>

#include <string>

namespace hoptrace::base {
namespace {

constexpr std::size_t kPlaces = 1 << 16;

TEST(ValueMemory, KnowsWhatItWasTold) {
  ValueMemory memory(kPlaces);
  EXPECT_FALSE(memory.place(1, bytes_of("cmd.exe")).known());
  memory.place(1, bytes_of("cmd.exe")).remember(7);
  const auto place = memory.place(1, bytes_of("cmd.exe"));
  ASSERT_TRUE(place.known());
  EXPECT_EQ(place.answer(), 7);
}

TEST(ValueMemory, TellsQuestionsLengthsAndNumbersApart) {
  ValueMemory memory(kPlaces);
  memory.place(1, bytes_of(std::string(8, '\0'))).remember(0);
  EXPECT_FALSE(memory.place(2, bytes_of(std::string(8, '\0'))).known());
  EXPECT_FALSE(memory.place(1, bytes_of(std::string(7, '\0'))).known());
  EXPECT_FALSE(memory.place(1, bytes_of(std::string(16, '\0'))).known());
  EXPECT_FALSE(memory.place(1, bytes_of("")).known());
  EXPECT_FALSE(memory.place(1, 0).known());
}

TEST(ValueMemory, EveryByteCounts) {
  ValueMemory memory(kPlaces);
  for (std::size_t size : {1U, 7U, 8U, 9U, 100U, 1000U}) {
    const std::string text(size, 'a');
    memory.place(3, bytes_of(text)).remember(1);
    for (std::size_t i = 0; i < size; ++i) {
      std::string other = text;
      other[i] = 'b';
      EXPECT_FALSE(memory.place(3, bytes_of(other)).known()) << size << " bytes, byte " << i;
    }
    EXPECT_TRUE(memory.place(3, bytes_of(text)).known());
  }
}

TEST(ValueMemory, HashesTheSameWithVectorInstructionsAndWithout) {
  ValueMemory memory(kPlaces);
  std::string text;
  for (std::size_t size = 0; size < 700; ++size, text += static_cast<char>(size * 37)) {
    memory.hash_by(ValueMemory::Way::kQuickest);
    const std::uint64_t quick = memory.hash(size, bytes_of(text));
    memory.hash_by(ValueMemory::Way::kPlain);
    EXPECT_EQ(memory.hash(size, bytes_of(text)), quick) << size << " bytes";
  }
}

TEST(ValueMemory, ForgetsAll) {
  ValueMemory memory(kPlaces);
  memory.place(1, 42).remember(ValueMemory::kMost);
  EXPECT_TRUE(memory.place(1, 42).known());
  EXPECT_EQ(memory.place(1, 42).answer(), ValueMemory::kMost);
  memory.forget();
  EXPECT_FALSE(memory.place(1, 42).known());
}

// A place holds the latest: of many more values than places, most are known no longer, and none as another.
TEST(ValueMemory, NeverTakesOneValueForAnother) {
  ValueMemory memory(kPlaces);
  for (std::uint64_t i = 0; i < 4 * kPlaces; ++i)
    memory.place(1, i).remember(static_cast<ValueMemory::Answer>(i % 1000));
  std::size_t known = 0;
  for (std::uint64_t i = 0; i < 4 * kPlaces; ++i) {
    const auto place = memory.place(1, i);
    if (!place.known()) continue;
    ++known;
    EXPECT_EQ(place.answer(), i % 1000);
  }
  EXPECT_LE(known, kPlaces);
  EXPECT_GT(known, kPlaces / 2);
}

}  // namespace
}  // namespace hoptrace::base
