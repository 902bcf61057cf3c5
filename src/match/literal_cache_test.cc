#include "match/literal_cache.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace hoptrace::match {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

std::shared_ptr<const LiteralSet> compile(const std::vector<std::string>& literals) {
  auto set = LiteralSet::compile(literals);
  EXPECT_TRUE(set.has_value());
  return set.value_or(nullptr);
}

std::vector<std::uint32_t> hits(LiteralCache& cache, std::string_view text) {
  const LiteralCache::Found found = cache.find(text);
  EXPECT_TRUE(found.known);
  return {found.hits.begin(), found.hits.end()};
}

TEST(LiteralCache, FindsEachLiteralOnceWhereverItStands) {
  const auto set = compile({"net", "\\net.exe", "日", std::string("a\0b", 3), "x"});
  LiteralCache cache(*set);
  for (int again = 0; again < 2; ++again) {
    EXPECT_THAT(hits(cache, "c:\\net.exe net net"), UnorderedElementsAre(0, 1, 4));
    EXPECT_THAT(hits(cache, "本日は"), ElementsAre(2));
    EXPECT_THAT(hits(cache, std::string_view("_a\0b", 4)), ElementsAre(3));
    EXPECT_THAT(hits(cache, "NET"), IsEmpty());  // folding is the caller's
    EXPECT_THAT(hits(cache, ""), IsEmpty());
  }
}

TEST(LiteralCache, NeverAnswersForAnotherText) {
  const auto set = compile({"7"});
  LiteralCache cache(*set);
  for (std::size_t i = 0; i < 4 * LiteralCache::kPlaces; ++i) {
    const std::string text = std::to_string(100'000 + i);
    EXPECT_EQ(hits(cache, text).size(), text.contains('7') ? 1u : 0u) << text;
  }
}

TEST(LiteralCache, LongTextsAreLookedThroughEachTime) {
  const auto set = compile({"end"});
  LiteralCache cache(*set);
  EXPECT_THAT(hits(cache, std::string(100'000, 'a') + "end"), ElementsAre(0));
  EXPECT_THAT(hits(cache, std::string(100'000, 'a')), IsEmpty());
}

TEST(LiteralSet, OfALongLiteralTheFirstBytesAreEnough) {
  const std::string literal(200, 'a');
  const auto set = compile({literal});
  LiteralCache cache(*set);
  EXPECT_THAT(hits(cache, "x" + literal), ElementsAre(0));
  EXPECT_THAT(hits(cache, literal.substr(0, LiteralSet::kMostBytes)), ElementsAre(0));  // the evaluator decides
  EXPECT_THAT(hits(cache, literal.substr(0, LiteralSet::kMostBytes - 1)), IsEmpty());
}

}  // namespace
}  // namespace hoptrace::match
