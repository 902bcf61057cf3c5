// Lists of texts as JSON: what any library writes and reads, whatever is in them.
#include "cases/packed.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>

namespace hoptrace::cases {
namespace {

std::string any_text(std::mt19937& random) {
  static constexpr std::string_view kPieces[] = {
      "a", "C:\\Windows\\", "\"",       "\\",   "\n", "\x01", "\x1f",
      "/", "\x7f",          "\xc3\xa9", "\xff", "\t", "",     "cmd.exe /c"};
  std::string text;
  for (std::size_t i = random() % 8; i > 0; --i) text += kPieces[random() % std::size(kPieces)];
  return text;
}

TEST(Packed, IsWhatALibraryWrites) {
  std::mt19937 random(7);
  for (int round = 0; round < 3000; ++round) {
    std::vector<std::string> texts;
    Pairs pairs;
    for (std::size_t i = random() % 4; i > 0; --i) {
      texts.push_back(any_text(random));
      pairs.emplace_back(any_text(random), any_text(random));
    }
    const auto dump = [](const nlohmann::json& json) {
      return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    };
    nlohmann::json list = nlohmann::json::array();
    for (const auto& [name, value] : pairs) list.push_back({name, value});
    EXPECT_EQ(pack(texts), dump(texts));
    EXPECT_EQ(pack(pairs), dump(list));
    EXPECT_EQ(pack(unpack_texts(pack(texts))), pack(texts));
    EXPECT_EQ(pack(unpack_pairs(pack(pairs))), pack(pairs));
  }
}

TEST(Packed, ADetailWithAContextIsTheSameHoweverItCameByIt) {
  const Pairs matched{{"Image", "C:\\a.exe"}};
  const SharedDetail bare = detail_of(matched, {"User"}, {}), whole = detail_of(matched, {"User"}, {"seen"});
  const SharedDetail later = with_context(*bare, {"seen"});
  EXPECT_EQ(later->matched, whole->matched);
  EXPECT_EQ(later->missing, whole->missing);
  EXPECT_EQ(later->context, whole->context);
  EXPECT_EQ(later->hash, whole->hash);
  EXPECT_NE(bare->hash, whole->hash);
}

}  // namespace
}  // namespace hoptrace::cases
