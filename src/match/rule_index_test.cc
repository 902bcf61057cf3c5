#include "match/rule_index.h"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <cmath>
#include <thread>

#include "match/hand_built_for_tests.h"
#include "match/match.h"

namespace hoptrace::match {
namespace {

using hand_built::glob;
using hand_built::number;
using hand_built::RuleMaker;

constexpr std::string_view kLanes = R"(lanes:
  - {name: one, product: windows, channel: A}
  - {name: other, product: windows, channel: B}
)";
constexpr std::string_view kFields = "tables: {}";
constexpr std::uint32_t kRules = 40;

// Keeps in memory, and counts what is asked of it.
class Shelf : public IndexStore {
 public:
  std::optional<base::KeptBytes> index_of(const rules::RuleSet&) override {
    return kept_ ? std::optional(base::KeptBytes(*kept_)) : std::nullopt;
  }
  void keep_index(const rules::RuleSet&, std::string_view bytes) override { kept_ = bytes, ++times_kept_; }

  std::optional<std::string> kept_;
  int times_kept_ = 0;
};

class RuleIndexTest : public testing::Test {
 protected:
  RuleIndexTest() {
    hand_built::SetMaker set(kLanes, kFields);
    for (std::uint32_t i = 0; i < kRules; ++i) {
      const std::string n = std::to_string(i);
      RuleMaker maker("rule " + n);
      const auto image = maker.item("Image", {glob("*\\tool" + n + ".exe"), glob("whole" + n)});
      const auto count = maker.item("Count", {number(i, n), number(std::nan(""), "nan")});
      set.add(maker.finish(maker.either({image, count, maker.item("", {glob("*word" + n + "*")})})));
    }
    set_ = set.finish();
    for (const char* const name : {"Image", "Count"}) fields_.push_back(set.fields().find(name));
  }

  // The rules that match a record with these values, by their numbers.
  std::vector<std::uint32_t> matched(const std::shared_ptr<const RuleIndex>& index, const std::string& image,
                                     int count) {
    event::Event event;
    event.kind.product = "windows";
    event.channel = "A";
    event.add(fields_[0], "Image", event::Value::text(image));
    event.add(fields_[1], "Count", event::Value::integer(count));
    const auto matcher = make_indexed_matcher(index);
    std::vector<Match> matches;
    matcher->match(event, matches);
    std::vector<std::uint32_t> out;
    for (const Match& match : matches) out.push_back(match.rule);
    return out;
  }
  void expect_all_found(const std::shared_ptr<const RuleIndex>& index) {
    using Numbers = std::vector<std::uint32_t>;
    EXPECT_EQ(matched(index, "C:\\Tool7.EXE", 12), (Numbers{7, 12}));
    EXPECT_EQ(matched(index, "WHOLE3", -1), (Numbers{3}));
    EXPECT_EQ(matched(index, "a word15 b", 1000), (Numbers{1, 15}));  // word1, too
    EXPECT_EQ(matched(index, "nothing", 1000), (Numbers{}));
  }

  std::shared_ptr<const rules::RuleSet> set_;
  std::vector<event::FieldId> fields_;
};

TEST_F(RuleIndexTest, OneThatWasKeptIsWhatWasMade) {
  Shelf shelf;
  expect_all_found(build_index(set_, &shelf));
  ASSERT_TRUE(shelf.kept_);
  const std::string made = *shelf.kept_;
  expect_all_found(build_index(set_, &shelf));
  EXPECT_EQ(shelf.times_kept_, 1);
  shelf.kept_.reset();
  (void)build_index(set_, &shelf);
  EXPECT_EQ(shelf.kept_, made) << "the same rules, the same bytes";
}

TEST_F(RuleIndexTest, OneThatIsNotWholeIsMadeAnew) {
  Shelf shelf;
  (void)build_index(set_, &shelf);
  const std::string made = shelf.kept_.value();
  for (const std::size_t size : {std::size_t{0}, std::size_t{7}, made.size() / 2, made.size() - 8}) {
    shelf.kept_ = made.substr(0, size);
    expect_all_found(build_index(set_, &shelf));
    EXPECT_EQ(shelf.kept_, made) << size;
  }
}

TEST_F(RuleIndexTest, WithoutTheEngineItFindsTheSame) {
  expect_all_found(std::make_shared<const RuleIndex>(set_, false));
}

TEST_F(RuleIndexTest, ARuleIsCompiledOnceWhoeverAsksFirst) {
  constexpr int kThreads = 4;
  const CompiledRules rules(set_);
  std::atomic<int> ready = 0;
  std::array<std::vector<const CompiledItem*>, kThreads> seen;
  {
    std::vector<std::jthread> threads;
    for (auto& own : seen) {
      threads.emplace_back([&rules, &ready, &own] {
        ++ready;
        while (ready < kThreads) std::this_thread::yield();
        for (std::uint32_t rule = 0; rule < kRules; ++rule) own.push_back(rules.items(rule).data());
      });
    }
  }
  for (const auto& own : seen) EXPECT_EQ(own, seen.front());
  EXPECT_EQ(rules.items(7).size(), set_->rules[7].detection->items.size());
}

}  // namespace
}  // namespace hoptrace::match
