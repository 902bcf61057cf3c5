// What a sieve is shown by the line way against the event that the plain way makes: the same documents, the same
// members, the same values; and where two records have the same key, they hold the same.
#include "decode/json/line_way.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>

#include "decode/json/documents_for_tests.h"
#include "decode/json/json_decoder.h"

namespace hoptrace::decode::json {
namespace {

enum class Wants : std::uint8_t { kNone, kSome, kAll };

// Writes down what it is shown and does not want, as if it were the event.
class Shown final : public Sieve {
 public:
  Shown(Wants wants, Written& out) : wants_(wants), out_(out) {}

  void on_shape(ShapeId shape, std::span<const Slot> slots) override {
    EXPECT_EQ(shape, shapes_.size());
    auto& kept = shapes_.emplace_back();
    for (const Slot& slot : slots) kept.push_back({std::string(slot.name), slot.id, slot.system});
  }
  void forget_shapes() override {
    shapes_.clear();
    by_key_.clear();
    ++forgotten;
  }
  bool wants(ShapeId shape, const Glance& glance) override {
    ++asked;
    if (asked % 3 == 0) compare_keys(shape, glance);
    if (wants_ == Wants::kAll || (wants_ == Wants::kSome && asked % 2 == 0)) return true;
    write(shape, glance);
    if (asked % 3 != 0) compare_keys(shape, glance);
    return false;
  }

  std::size_t asked = 0, same_keys = 0, forgotten = 0;

 private:
  struct KeptSlot {
    std::string name;
    event::FieldId id;
    bool system;
  };

  void write(ShapeId shape, const Glance& glance) {
    out_.lines.push_back(written_members(glance));
    base::Arena arena;
    for (std::size_t i = 0; i < shapes_.at(shape).size(); ++i) {
      const KeptSlot& slot = shapes_[shape][i];
      bool plain = true;
      const auto value = glance.value(i, plain);
      EXPECT_TRUE(plain);
      if (!value) continue;
      const event::Field field{slot.id, slot.system, slot.name, *value};
      out_.lines.push_back(written_field(field, value->as_text(arena)));
    }
  }

  void compare_keys(ShapeId shape, const Glance& glance) {
    for (int kinds = 0; kinds < 16; ++kinds) {
      std::vector<Told> told;
      std::string shown;
      base::Arena arena;
      for (std::size_t i = 0; i < shapes_.at(shape).size(); ++i) {
        const Told& one =
            told.emplace_back(Told{i, (kinds & 1) != 0, (kinds & 2) != 0, (kinds & 4) != 0, (kinds & 8) != 0});
        bool plain = true;
        const auto value = glance.value(i, plain);
        if (!value) {
          shown += "-|";
        } else {
          shown += fmt::format("{} {}|", value->is_null(), one.tells(*value) ? value->as_text(arena) : "?");
        }
      }
      EXPECT_TRUE(glance.tell(told, key_));
      if (!key_.fits()) continue;
      std::string key = fmt::format("{} {} ", kinds, shape).append(base::text_of(key_.bytes()));
      const auto [known, added] = by_key_.try_emplace(std::move(key), shown);
      EXPECT_EQ(known->second, shown);
      if (!added) ++same_keys;
    }
  }

  Wants wants_;
  Written& out_;
  RecordKey key_;
  std::vector<std::vector<KeptSlot>> shapes_;
  std::map<std::string, std::string> by_key_;
};

struct Seen {
  std::size_t asked = 0, same_keys = 0, forgotten = 0;
};

Seen expect_same(const std::vector<std::string>& documents) {
  static const auto kKinds = JsonKinds::load(std::string(HOPTRACE_SOURCE) + "/content");
  const event::FieldDictionary names = names_for_tests();
  const JsonKinds* const kinds = kKinds ? &*kKinds : nullptr;
  const Piece piece = piece_of(documents);
  Written plain;
  JsonDecoder(names, kinds, JsonDecoder::Ways::kPlainOnly).decode(piece, plain);
  Seen seen;
  for (const Wants wants : {Wants::kNone, Wants::kSome, Wants::kAll}) {
    Written out;
    Shown sieve(wants, out);
    JsonDecoder decoder(names, kinds, JsonDecoder::Ways::kBoth, &sieve);
    decoder.decode(piece, out);
    EXPECT_EQ(out.lines.size(), plain.lines.size());
    for (std::size_t i = 0; i < std::min(out.lines.size(), plain.lines.size()); ++i) {
      if (out.lines[i] == plain.lines[i]) continue;
      ADD_FAILURE() << out.lines[i] << " is not " << plain.lines[i];
      return seen;
    }
    seen = {sieve.asked, sieve.same_keys, sieve.forgotten};
  }
  return seen;
}

TEST(LineWay, ShowsWhatTheEventsAre) {
  const auto lines = golden_lines(HOPTRACE_SOURCE);
  EXPECT_GT(expect_same(repeated(lines, 4)).asked, lines.size() / 4);
  for (const std::string& line : lines) expect_same({line, line, line, line});
}

TEST(LineWay, ShowsTheSameOfDamage) {
  std::mt19937 random(21);
  std::size_t asked = 0;
  for (const std::string& line : golden_lines(HOPTRACE_SOURCE)) {
    if (line.size() <= 8000) asked += expect_same(damaged(line, random)).asked;
  }
  EXPECT_GT(asked, 500U);
}

TEST(LineWay, ShowsTheSameOfOddValues) {
  std::size_t asked = 0, same_keys = 0;
  for (const auto& documents : odd_documents()) {
    const Seen seen = expect_same(repeated(documents, 2));
    asked += seen.asked;
    same_keys += seen.same_keys;
  }
  EXPECT_GT(asked, 500U);
  EXPECT_GT(same_keys, 500U);
}

TEST(LineWay, ShowsTheSameBeyondItsBounds) {
  expect_same(repeated(documents_beyond_bounds(), 2));
}

// A log in which hardly two records are alike: what is known of their shapes is bounded, and told to be forgotten.
TEST(LineWay, ForgetsShapes) {
  std::vector<std::string> documents;
  for (int i = 0; i < 5000; ++i) {
    documents.push_back(fmt::format(
        R"({{"EventID":1,"Channel":"c","TimeCreated":"2020-01-01T00:00:00Z","k{}":"v","l{}":{}}})", i % 200, i, i));
    documents.push_back(documents[documents.size() - 1 - static_cast<std::size_t>(i % 3)]);
  }
  const Seen seen = expect_same(documents);
  EXPECT_GT(seen.asked, 1000U);
  EXPECT_GT(seen.forgotten, 0U);
}

// Texts at every distance from the block borders of the walk, with what ends or escapes them there.
TEST(LineWay, ReadsTextsAtEveryBorder) {
  std::vector<std::string> documents;
  for (const char* const odd : {"", R"(\\)", R"(")", R"(A)", "\xC3\xA9", R"(\\")", "\t", R"(\u00e9\ud83d\ude00)"}) {
    for (std::size_t before = 0; before < 40; ++before) {
      documents.push_back(R"({"EventID":1,"Channel":"c","TimeCreated":"2020-01-01T00:00:00Z","a":")" +
                          std::string(before, 'x') + odd + std::string(before % 7, 'y') + R"(","b":"z"})");
    }
  }
  EXPECT_GT(expect_same(documents).asked, 150U);
}

}  // namespace
}  // namespace hoptrace::decode::json
