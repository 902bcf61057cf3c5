#include "match/index_image.h"

#include <gtest/gtest.h>

#include <vector>

namespace hoptrace::match {
namespace {

struct Root {
  Part<std::uint32_t> numbers;
  Part<double> doubles;
};

TEST(IndexImage, HoldsWhatWasPut) {
  const std::vector<std::uint32_t> numbers{1, 2, 3};
  const std::vector<double> doubles{0.5, -0.0};
  ImageWriter out;
  const Root root{out.put(std::span<const std::uint32_t>(numbers)), out.put(std::span<const double>(doubles))};
  const std::string bytes = out.finish(root);
  ImageReader from(bytes);
  const auto read = from.root<Root>();
  EXPECT_TRUE(std::ranges::equal(from.get(read.numbers), numbers));
  EXPECT_TRUE(std::ranges::equal(from.get(read.doubles), doubles));
  EXPECT_TRUE(from.whole());
}

TEST(IndexImage, APartThatLeavesTheBytesIsNotRead) {
  const std::string bytes(64, '\0');
  for (const Part<double> part : {Part<double>{0, 9}, Part<double>{8, 1}, Part<double>{0xFFFF'FFFF, 1},
                                  Part<double>{0, 0xFFFF'FFFF}, Part<double>{7, 2}}) {
    ImageReader from(bytes);
    EXPECT_TRUE(from.get(part).empty());
    EXPECT_FALSE(from.whole());
  }
  ImageReader from(std::string_view(bytes).substr(0, 3));
  (void)from.root<Root>();
  EXPECT_FALSE(from.whole());
}

}  // namespace
}  // namespace hoptrace::match
