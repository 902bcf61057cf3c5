#include "match/explain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "match/hand_built_for_tests.h"

namespace hoptrace::match {
namespace {

using hand_built::glob;
using hand_built::RuleMaker;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view kLanes = R"(lanes:
  - {name: open, product: windows, channel: A}
  - {name: lacking, product: windows, channel: A, fields: lacking}
)";
constexpr std::string_view kFields = "tables: {lacking: {cannot_have: [Unseen]}}";

class Explain : public testing::Test {
 protected:
  Explain() {
    RuleMaker maker("rule");
    const auto image = maker.item("Image", {glob("*\\net.exe")});
    const auto unseen = maker.item("Unseen", {glob("x")});
    const auto selection = maker.both({image, unseen});
    const auto filter = maker.item("User", {glob("*SYSTEM*")});
    rules::Rule rule = maker.finish(maker.both({selection, maker.no(filter)}));
    rule.detection.edit().selections = {{"selection", selection, 5}, {"filter", filter, 8}};
    hand_built::SetMaker set(kLanes, kFields);
    set.add(std::move(rule));
    set_ = set.finish();
    rules_ = std::make_shared<CompiledRules>(set_);
    event_.kind.product = "windows";
    event_.channel = "A";
    event_.add(set.fields().find("Image"), "Image", event::Value::text("C:\\net.exe"));
    event_.add(set.fields().find("User"), "User", event::Value::text("bob"));
  }

  std::shared_ptr<const rules::RuleSet> set_;
  std::shared_ptr<const CompiledRules> rules_;
  event::Event event_;
};

TEST_F(Explain, TellsEachLaneEachSelectionAndEachItem) {
  const Explanation told = explain(rules_, 0, event_);
  ASSERT_EQ(told.lanes.size(), 2u);
  const LaneExplanation& open = told.lanes[0];
  EXPECT_EQ(open.name, "open");
  EXPECT_EQ(open.verdict, Verdict::kFalse);
  EXPECT_FALSE(open.match);
  ASSERT_EQ(open.selections.size(), 2u);
  EXPECT_EQ(open.selections[0].name, "selection");
  EXPECT_EQ(open.selections[0].verdict, Verdict::kFalse);
  ASSERT_EQ(open.selections[0].items.size(), 2u);
  EXPECT_EQ(open.selections[0].items[0].verdict, Verdict::kTrue);
  EXPECT_THAT(open.selections[0].items[0].held_on, ElementsAre("C:\\net.exe"));
  EXPECT_EQ(open.selections[0].items[1].verdict, Verdict::kFalse);
  EXPECT_FALSE(open.selections[0].items[1].field_unknown);
  EXPECT_THAT(open.selections[0].items[1].seen, IsEmpty());
}

TEST_F(Explain, AsksAlsoWhatTheVerdictDidNotNeed) {
  const Explanation told = explain(rules_, 0, event_);
  const SelectionExplanation& filter = told.lanes.at(0).selections.at(1);
  EXPECT_EQ(filter.verdict, Verdict::kFalse);
  EXPECT_THAT(filter.items.at(0).seen, ElementsAre("bob"));
}

TEST_F(Explain, NamesWhatALaneCannotHave) {
  const Explanation told = explain(rules_, 0, event_);
  const LaneExplanation& lacking = told.lanes.at(1);
  EXPECT_EQ(lacking.verdict, Verdict::kUnknown);
  EXPECT_TRUE(lacking.match);
  EXPECT_THAT(lacking.missing, ElementsAre("Unseen"));
  EXPECT_TRUE(lacking.selections.at(0).items.at(1).field_unknown);
}

TEST_F(Explain, ShowsTheLanesWhereNoneFits) {
  event_.channel = "B";
  const Explanation told = explain(rules_, 0, event_);
  EXPECT_THAT(told.lanes, IsEmpty());
  EXPECT_THAT(told.lanes_of_rule, ElementsAre("open", "lacking"));
  EXPECT_THAT(told.lanes_of_record, IsEmpty());
}

}  // namespace
}  // namespace hoptrace::match
