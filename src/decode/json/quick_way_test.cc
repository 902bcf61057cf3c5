// The quick way against the plain way: the same documents, the same events, value for value.
#include "decode/json/quick_way.h"

#include <gtest/gtest.h>

#include "decode/json/documents_for_tests.h"
#include "decode/json/json_decoder.h"

namespace hoptrace::decode::json {
namespace {

std::vector<std::string> decoded(const std::vector<std::string>& documents, JsonDecoder::Ways ways) {
  static const auto kKinds = JsonKinds::load(std::string(HOPTRACE_SOURCE) + "/content");
  const event::FieldDictionary names = names_for_tests();
  JsonDecoder decoder(names, kKinds ? &*kKinds : nullptr, ways);
  Written out;
  decoder.decode(piece_of(documents), out);
  return out.lines;
}

void expect_same(const std::vector<std::string>& documents) {
  const auto quick = decoded(documents, JsonDecoder::Ways::kBoth);
  const auto plain = decoded(documents, JsonDecoder::Ways::kPlainOnly);
  ASSERT_EQ(quick.size(), plain.size());
  for (std::size_t i = 0; i < quick.size(); ++i) ASSERT_EQ(quick[i], plain[i]);
}

TEST(QuickWay, SaysTheSameOfEveryDialect) {
  const auto lines = golden_lines(HOPTRACE_SOURCE);
  ASSERT_GT(lines.size(), 50U);
  expect_same(repeated(lines, 3));
  for (const std::string& line : lines) expect_same({line, line, line});
}

TEST(QuickWay, SaysTheSameOfDamage) {
  std::mt19937 random(20);
  for (const std::string& line : golden_lines(HOPTRACE_SOURCE)) {
    if (line.size() <= 8000) expect_same(damaged(line, random));
  }
}

TEST(QuickWay, SaysTheSameOfOddValues) {
  for (const auto& documents : odd_documents()) expect_same(documents);
}

TEST(QuickWay, SaysTheSameBeyondItsBounds) {
  expect_same(repeated(documents_beyond_bounds(), 2));
}

}  // namespace
}  // namespace hoptrace::decode::json
