#include "match/evaluate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "match/hand_built_for_tests.h"

namespace hoptrace::match {
namespace {

using event::Value;
using hand_built::glob;
using hand_built::number;
using hand_built::RuleMaker;
using rules::NodeId;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

// One lane, "Lacking" and "AlsoLacking" being fields that it can never have.
constexpr std::string_view kLanes = "lanes: [{name: a, product: windows, channel: A, fields: a}]";
constexpr std::string_view kFields =
    "tables: {a: {cannot_have: [Lacking, AlsoLacking], weak: [Weak], common: {F: ['\\svchost.exe']}}}";

class Evaluation : public testing::Test {
 protected:
  // The match of the one rule that `build` makes, if it is one.
  template <class Build>
  std::optional<Match> match(Build&& build) {
    hand_built::SetMaker set(kLanes, kFields);
    RuleMaker maker("rule");
    const NodeId root = build(maker);
    set.add(maker.finish(root));
    const auto frozen = set.finish();
    Evaluator evaluator(std::make_shared<CompiledRules>(frozen));
    event::Event event;
    event.channel = "A";
    event.kind.product = "windows";
    for (const auto& [name, value] : values_) event.add(set.fields().find(name), name, value);
    evaluator.look_at(event, rules::LaneId{0});
    const Evaluator::Outcome outcome = evaluator.decide(0);
    limits_hit_ = evaluator.limits_hit();
    if (outcome == Evaluator::Outcome::kNoMatch) return std::nullopt;
    Match out;
    out.certain = outcome == Evaluator::Outcome::kCertain;
    evaluator.describe(out);
    return out;
  }
  bool holds(const std::string& field, std::vector<rules::Pattern> patterns) {
    return match([&](RuleMaker& r) { return r.item(field, std::move(patterns)); }).has_value();
  }
  void has(std::string_view field, Value value) { values_.emplace_back(field, value); }
  void has(std::string_view field, std::string_view text) { has(field, Value::text(text)); }

  std::vector<std::pair<std::string_view, Value>> values_;
  std::uint64_t limits_hit_ = 0;
};

TEST_F(Evaluation, AnItemHoldsIfAnyValueSatisfiesAnyPattern) {
  has("F", "one");
  has("F", "two");
  EXPECT_TRUE(holds("F", {glob("x"), glob("TWO")}));
  EXPECT_FALSE(holds("F", {glob("x"), glob("y")}));
  EXPECT_FALSE(holds("G", {glob("*")}));
  EXPECT_FALSE(holds("F", {}));
}

TEST_F(Evaluation, WithAllEveryPatternNeedsSomeValue) {
  has("F", "one");
  has("F", "two");
  const auto all = [&](std::vector<rules::Pattern> patterns) {
    return match([&](RuleMaker& r) { return r.all("F", std::move(patterns)); }).has_value();
  };
  EXPECT_TRUE(all({glob("one"), glob("t*")}));
  EXPECT_FALSE(all({glob("one"), glob("x")}));
}

TEST_F(Evaluation, TellsNullEmptyAndAbsentApart) {
  has("Null", Value::null());
  has("Empty", "");
  EXPECT_TRUE(holds("Null", {rules::IsNull{}}));
  EXPECT_TRUE(holds("Absent", {rules::IsNull{}}));
  EXPECT_FALSE(holds("Empty", {rules::IsNull{}}));
  EXPECT_FALSE(holds("Null", {glob("")}));
  EXPECT_TRUE(holds("Empty", {glob("")}));
  EXPECT_FALSE(holds("Absent", {glob("")}));
  EXPECT_FALSE(holds("Null", {glob("*")}));
  EXPECT_TRUE(holds("Empty", {glob("*")}));
  EXPECT_TRUE(holds("Null", {rules::Exists{true}}));
  EXPECT_TRUE(holds("Empty", {rules::Exists{true}}));
  EXPECT_FALSE(holds("Absent", {rules::Exists{true}}));
  EXPECT_TRUE(holds("Absent", {rules::Exists{false}}));
  EXPECT_FALSE(holds("Null", {rules::Exists{false}}));
}

TEST_F(Evaluation, NeqSpeaksOfFieldsThatAreThere) {
  has("F", "one");
  has("Null", Value::null());
  const auto neq = [&](const std::string& field, std::vector<rules::Pattern> patterns) {
    return match([&](RuleMaker& r) { return r.neq(field, std::move(patterns)); }).has_value();
  };
  EXPECT_TRUE(neq("F", {glob("two"), glob("three")}));
  EXPECT_FALSE(neq("F", {glob("two"), glob("ONE")}));
  EXPECT_FALSE(neq("Absent", {glob("two")}));
  EXPECT_FALSE(neq("Null", {glob("two")}));
  has("F", "two");
  EXPECT_FALSE(neq("F", {glob("two")}));  // one of the values is the one that it must not be
}

TEST_F(Evaluation, NumbersAreNumbersAndTheirDecimalText) {
  has("Int", Value::integer(500));
  has("Text", "0500");
  has("HexText", "0x1F4");
  has("Hex", Value::hex(500));
  has("Real", Value::real(500.0));
  has("Word", "500 ");
  EXPECT_TRUE(holds("Int", {number(500, "500")}));
  EXPECT_TRUE(holds("Text", {number(500, "500")}));
  EXPECT_TRUE(holds("Real", {number(500, "500")}));
  EXPECT_FALSE(holds("HexText", {number(500, "500")}));
  EXPECT_FALSE(holds("Hex", {number(500, "500")}));
  EXPECT_TRUE(holds("HexText", {number(500, "0x1f4")}));
  EXPECT_TRUE(holds("Hex", {number(500, "0x1F4")}));
  EXPECT_FALSE(holds("Word", {number(500, "500")}));
}

TEST_F(Evaluation, NumbersBeyondADoubleCompareByTheirDigits) {
  has("F", Value::unsigned_integer(9'223'372'036'854'775'809u));
  EXPECT_TRUE(holds("F", {number(9223372036854775808.0, "9223372036854775809")}));
  EXPECT_FALSE(holds("F", {number(9223372036854775808.0, "9223372036854775808")}));
}

TEST_F(Evaluation, ComparesNumbersOnly) {
  using rules::Comparison;
  has("F", "0x10");
  has("G", "-2.5");
  has("H", "ten");
  EXPECT_TRUE(holds("F", {rules::Compare{Comparison::kEqual, 16}}));
  EXPECT_TRUE(holds("F", {rules::Compare{Comparison::kGreater, 15}}));
  EXPECT_FALSE(holds("F", {rules::Compare{Comparison::kGreater, 16}}));
  EXPECT_TRUE(holds("F", {rules::Compare{Comparison::kGreaterOrEqual, 16}}));
  EXPECT_TRUE(holds("G", {rules::Compare{Comparison::kLess, -2}}));
  EXPECT_TRUE(holds("G", {rules::Compare{Comparison::kLessOrEqual, -2.5}}));
  EXPECT_FALSE(holds("H", {rules::Compare{Comparison::kGreater, -1e9}}));
  has("I", "infinity");
  has("I", "nan");
  EXPECT_FALSE(holds("I", {rules::Compare{Comparison::kGreater, 0}}));
}

TEST_F(Evaluation, BooleansAreAlsoTextAndBits) {
  has("Bool", Value::boolean(true));
  has("Text", "True");
  has("Int", Value::integer(1));
  has("Two", Value::integer(2));
  for (const char* field : {"Bool", "Text", "Int"}) {
    EXPECT_TRUE(holds(field, {rules::BoolEquals{true}})) << field;
    EXPECT_FALSE(holds(field, {rules::BoolEquals{false}})) << field;
  }
  EXPECT_FALSE(holds("Two", {rules::BoolEquals{true}}));
}

TEST_F(Evaluation, ComparesFieldsWithFields) {
  has("A", "ADMIN");
  has("B", "admin");
  has("C", "x-admin-y");
  has("N", Value::null());
  has("M", Value::null());
  const auto same = [&](const std::string& a, const std::string& b, rules::Placement placement, bool cased = false) {
    return holds(a, {rules::FieldReference{b, placement, cased}});
  };
  EXPECT_TRUE(same("A", "B", rules::Placement::kWhole));
  EXPECT_FALSE(same("A", "B", rules::Placement::kWhole, true));
  EXPECT_FALSE(same("C", "B", rules::Placement::kWhole));
  EXPECT_TRUE(same("C", "A", rules::Placement::kAnywhere));
  EXPECT_FALSE(same("C", "A", rules::Placement::kStart));
  EXPECT_FALSE(same("C", "A", rules::Placement::kEnd));
  EXPECT_FALSE(same("A", "Absent", rules::Placement::kWhole));
  EXPECT_FALSE(same("N", "M", rules::Placement::kWhole));
}

TEST_F(Evaluation, KeywordsSearchEveryValue) {
  has("F", "one");
  has("Unnamed", "mimikatz.exe");
  EXPECT_TRUE(holds("", {glob("*MIMIKATZ*")}));
  EXPECT_FALSE(holds("", {glob("*F*F*")}));
  const auto found = match([&](RuleMaker& r) { return r.item("", {glob("*katz*")}); });
  ASSERT_TRUE(found);
  EXPECT_THAT(found->matched, ElementsAre(Pair("keyword", "mimikatz.exe")));
}

TEST_F(Evaluation, TextThatIsNotUtf8IsReadAsFarAsItCan) {
  has("F", "caf\xE9");
  EXPECT_TRUE(holds("F", {rules::Regex{.pattern = "^caf.$"}}));
  EXPECT_TRUE(holds("F", {glob("CAF?")}));
}

// ---- three values

TEST_F(Evaluation, WhatASourceCannotHaveIsUnknownUnlessSomethingSpeaks) {
  has("F", "one");
  const auto lacking = [](RuleMaker& r) { return r.item("Lacking", {glob("x")}); };
  EXPECT_FALSE(match(lacking));                                         // nothing was seen
  EXPECT_FALSE(match([&](RuleMaker& r) { return r.no(lacking(r)); }));  // likewise
  const auto both = match([&](RuleMaker& r) { return r.both({r.item("F", {glob("one")}), lacking(r)}); });
  ASSERT_TRUE(both);
  EXPECT_FALSE(both->certain);
  EXPECT_THAT(both->matched, ElementsAre(Pair("F", "one")));
  EXPECT_THAT(both->missing, ElementsAre("Lacking"));
}

TEST_F(Evaluation, AFalseChildDecidesAndATrueOneDecidesAnOr) {
  has("F", "one");
  const auto lacking = [](RuleMaker& r) { return r.item("Lacking", {glob("x")}); };
  EXPECT_FALSE(match([&](RuleMaker& r) { return r.both({r.item("F", {glob("two")}), lacking(r)}); }));
  const auto either = match([&](RuleMaker& r) { return r.either({lacking(r), r.item("F", {glob("one")})}); });
  ASSERT_TRUE(either);
  EXPECT_TRUE(either->certain);
  EXPECT_THAT(either->missing, IsEmpty());
}

TEST_F(Evaluation, AnUnknownFilterMakesAMatchUncertain) {
  has("F", "one");
  const auto found =
      match([&](RuleMaker& r) { return r.both({r.item("F", {glob("one")}), r.no(r.item("Lacking", {glob("x")}))}); });
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->certain);
  EXPECT_THAT(found->missing, ElementsAre("Lacking"));
}

TEST_F(Evaluation, ASourceThatHasTheFieldAfterAllIsBelieved) {
  has("Lacking", "x");
  const auto found = match([&](RuleMaker& r) { return r.item("Lacking", {glob("X")}); });
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->certain);
}

TEST_F(Evaluation, NotGivesNoSupport) {
  has("F", "one");
  EXPECT_FALSE(match(
      [&](RuleMaker& r) { return r.both({r.no(r.item("F", {glob("two")})), r.item("Lacking", {glob("x")})}); }));
}

TEST_F(Evaluation, AFieldThatSaysLittleGivesNoSupport) {
  has("F", "one");
  has("Weak", "x");
  const auto beside = [](RuleMaker& r, std::vector<NodeId> seen) {
    seen.push_back(r.item("Lacking", {glob("x")}));
    return r.both(std::move(seen));
  };
  EXPECT_FALSE(match([&](RuleMaker& r) { return beside(r, {r.item("Weak", {glob("x")})}); }));
  EXPECT_TRUE(
      match([&](RuleMaker& r) { return beside(r, {r.item("Weak", {glob("x")}), r.item("F", {glob("one")})}); }));
  EXPECT_TRUE(
      match([&](RuleMaker& r) { return r.item("Weak", {glob("x")}); }));  // where nothing is unknown, it is enough
}

TEST_F(Evaluation, AShortTextAnywhereGivesNoSupportToWhatWantsTheUnseen) {
  has("F", "tool -e x -s");
  const auto beside = [](RuleMaker& r, std::vector<NodeId> seen) {
    seen.push_back(r.item("Lacking", {glob("x")}));
    return r.both(std::move(seen));
  };
  EXPECT_FALSE(match([&](RuleMaker& r) { return beside(r, {r.item("F", {glob("* -e*")})}); }));
  EXPECT_TRUE(match([&](RuleMaker& r) { return beside(r, {r.item("F", {glob("* -e*"), glob("*tool *")})}); }));
  EXPECT_TRUE(match([&](RuleMaker& r) { return beside(r, {r.all("F", {glob("* -e*"), glob("* -s*")})}); }));
  EXPECT_TRUE(match([&](RuleMaker& r) {  // only an exclusion is unseen: all that the rule wants was there
    return r.both({r.item("F", {glob("* -e*")}), r.no(r.item("Lacking", {glob("x")}))});
  }));
}

TEST_F(Evaluation, ACommonValueGivesNoSupportToWhatWantsTheUnseen) {
  has("F", "C:\\Windows\\System32\\SvcHost.exe");
  const auto found = [&](bool wanted) {
    return match([&](RuleMaker& r) {
      const NodeId lacking = r.item("Lacking", {glob("x")});
      return r.both({r.item("F", {glob("*\\svchost.exe")}), wanted ? lacking : r.no(lacking)});
    });
  };
  EXPECT_FALSE(found(true));
  EXPECT_TRUE(found(false));  // only an exclusion is unseen
}

TEST_F(Evaluation, SupportMayStandInADifferentBranchOfAnAnd) {
  has("F", "one");
  const auto found = match([&](RuleMaker& r) {
    const NodeId unseen = r.either({r.item("Lacking", {glob("x")}), r.item("F", {glob("no")})});
    return r.both({unseen, r.item("F", {glob("o*")})});
  });
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->certain);
}

TEST_F(Evaluation, AnOrIsNotSupportedByABranchThatFailed) {
  has("F", "one");
  EXPECT_FALSE(match([&](RuleMaker& r) {
    const NodeId failed = r.both({r.item("F", {glob("one")}), r.item("G", {glob("x")})});
    return r.either({failed, r.item("Lacking", {glob("x")})});
  }));
}

TEST_F(Evaluation, ExistsOfWhatCannotBeIsUnknownToo) {
  has("F", "one");
  const auto found = match(
      [&](RuleMaker& r) { return r.both({r.item("F", {glob("one")}), r.item("Lacking", {rules::Exists{false}})}); });
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->certain);
}

TEST_F(Evaluation, AReferenceToAnUnknownFieldIsUnknown) {
  has("F", "one");
  const auto found = match([&](RuleMaker& r) {
    const NodeId compared = r.item("F", {rules::FieldReference{"AlsoLacking", rules::Placement::kWhole, false}});
    return r.both({r.item("F", {glob("one")}), compared});
  });
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->certain);
  EXPECT_THAT(found->missing, ElementsAre("AlsoLacking"));
}

// ---- what is told

TEST_F(Evaluation, TellsWhatHeldInTheOrderOfTheRuleAndNothingElse) {
  has("F", "one");
  has("G", "two");
  const auto found = match([&](RuleMaker& r) {
    const NodeId first = r.item("G", {glob("two")});
    const NodeId second = r.item("F", {glob("*n*")});
    const NodeId failed = r.both({r.item("G", {glob("t*")}), r.item("F", {glob("x")})});
    return r.both({r.either({failed, second}), first, r.no(r.item("F", {glob("x")}))});
  });
  ASSERT_TRUE(found);
  EXPECT_THAT(found->matched, ElementsAre(Pair("G", "two"), Pair("F", "one")));
}

TEST_F(Evaluation, CutsLongTextBetweenCharacters) {
  std::string text(Evaluator::kMostText - 1, 'a');
  text += "日本";
  has("F", text);
  const auto found = match([&](RuleMaker& r) { return r.item("F", {glob("a*")}); });
  ASSERT_TRUE(found);
  ASSERT_EQ(found->matched.size(), 1u);
  EXPECT_EQ(found->matched[0].second, std::string(Evaluator::kMostText - 1, 'a') + "…");
}

TEST_F(Evaluation, CountsSearchesThatRanAway) {
  const std::string text = std::string(64, 'a') + "b";
  has("F", text);
  EXPECT_FALSE(holds("F", {rules::Regex{.pattern = "^(a+)+$"}}));
  EXPECT_EQ(limits_hit_, 1u);
}

TEST_F(Evaluation, ComparingFieldsOfManyValuesIsBounded) {
  for (int i = 0; i < 2000; ++i) {
    has("F", "a");
    has("G", "b");
  }
  EXPECT_FALSE(holds("F", {rules::FieldReference{"G", rules::Placement::kWhole, false}}));
  EXPECT_EQ(limits_hit_, 1u);
}

}  // namespace
}  // namespace hoptrace::match
