// Search identifiers and conditions: the tree. Expectations are written from the Sigma specification 2.1.
#include <gtest/gtest.h>

#include "rules/rule_text_for_test.h"

namespace hoptrace::rules {
namespace {

std::string selection(const std::string& definition) {
  return tree("    sel:" + definition + "\n    condition: sel\n");
}

TEST(Detection, MapsAreAndListsAreOr) {
  EXPECT_EQ(selection("\n        A: 1\n        B: 2"), "(A & B)");
  EXPECT_EQ(selection("\n        - A: 1\n          B: 2\n        - C: 3"), "((A & B) | C)");
  EXPECT_EQ(selection("\n        A: [1, 2]"), "A");
  EXPECT_EQ(selection("\n        A|contains|all: [x, y]"), "A+");
  EXPECT_EQ(selection("\n        A|contains|all: x"), "A+");
  EXPECT_EQ(selection(" [x, y]"), "keyword");
  EXPECT_EQ(selection(" x"), "keyword");
  EXPECT_EQ(selection("\n        '|all': [x, y]"), "keyword+");
  EXPECT_EQ(selection("\n        - x\n        - A: 1"), "(keyword | A)");
  EXPECT_EQ(selection("\n        - [x, y]\n        - A: 1"), "(keyword | A)");
}

TEST(Detection, WhatOneValueExpandsToIsOrEvenUnderAll) {
  EXPECT_EQ(selection("\n        A|windash|contains|all: [' -a', ' -b']"), "(A & A)");
  EXPECT_EQ(selection("\n        A|base64offset|contains|all: [foobar, barfoo]"), "(A & A)");
}

TEST(Detection, NeqNegatesTheItem) {
  EXPECT_EQ(selection("\n        A|neq: [1, 2]"), "~A");
  EXPECT_EQ(selection("\n        A|neq|all: [1, 2]"), "(~A | ~A)");
  EXPECT_EQ(selection("\n        A|fieldref|neq: B"), "~A");
}

TEST(Detection, KeywordsAreTextAnywhere) {
  EXPECT_EQ(patterns_of(*load(rule_text("    sel: [x, 4624, 'a*b']\n    condition: sel\n"))),
            "glob *1:x;*\nglob *4:4624;*\nglob *1:a;*1:b;*\n");
  EXPECT_EQ(patterns_of(*load(rule_text("    sel:\n        '|re': 'a.c'\n    condition: sel\n"))), "regex  3:a.c;\n");
}

std::string condition(const std::string& text) {
  return tree(
      "    a: {A: 1}\n    sel_b: {B: 1}\n    sel_c: {C: 1}\n    _d: {D: 1}\n    x_sel: {E: 1}\n    condition: " +
      text + "\n");
}

TEST(Condition, BindsOrLeastThenAndThenNot) {
  EXPECT_EQ(condition("a or sel_b and sel_c"), "(A | (B & C))");
  EXPECT_EQ(condition("(a or sel_b) and sel_c"), "((A | B) & C)");
  EXPECT_EQ(condition("not a and sel_b"), "(!A & B)");
  EXPECT_EQ(condition("not (a or sel_b)"), "!(A | B)");
  EXPECT_EQ(condition("not not a"), "!!A");
  EXPECT_EQ(condition("a and sel_b or not sel_c"), "((A & B) | !C)");
  EXPECT_EQ(condition("a AND NOT 1 OF sel_*"), "(A & !(B | C))");
}

TEST(Condition, GroupsMeanWhatTheirPatternMatches) {
  EXPECT_EQ(condition("1 of sel_*"), "(B | C)");
  EXPECT_EQ(condition("any of sel_*"), "(B | C)");
  EXPECT_EQ(condition("all of sel_*"), "(B & C)");
  EXPECT_EQ(condition("1 of *sel*"), "(B | C | E)");
  EXPECT_EQ(condition("1 of s*_c"), "C");
  EXPECT_EQ(condition("1 of a"), "A");
  EXPECT_EQ(condition("1 of them"), "(A | B | C | E)");  // _d is left out
  EXPECT_EQ(condition("all of them"), "(A & B & C & E)");
  EXPECT_EQ(condition("1 of _*"), "D");
  EXPECT_EQ(condition("a and not 1 of sel_* or all of x*"), "((A & !(B | C)) | E)");
}

TEST(Condition, IdentifiersMayStartLikeWords) {
  EXPECT_EQ(tree("    notepad: {A: 1}\n    order: {B: 1}\n    andy: {C: 1}\n    1x: {D: 1}\n"
                 "    condition: notepad and order or not andy and 1x\n"),
            "((A & B) | (!C & D))");
  EXPECT_EQ(tree("    a-b: {A: 1}\n    condition: a-b\n"), "A");
}

TEST(Condition, AListMeansAnyOfThem) {
  EXPECT_EQ(condition("[a, 'sel_b and sel_c']"), "(A | (B & C))");
}

TEST(Condition, DepthAndSizeAreBounded) {
  EXPECT_NE(condition(std::string(1000, '(') + "a" + std::string(1000, ')')).find("nests more than"),
            std::string::npos);
  std::string nots;
  for (int i = 0; i < 100'000; ++i) nots += "not ";
  EXPECT_NE(condition(nots + "a").find("nests more than"), std::string::npos);
  std::string many;
  for (int i = 0; i < 2'000; ++i) many += "    s" + std::to_string(i) + ": {A: 1}\n";
  std::string groups = "1 of them";
  for (int i = 0; i < 1'000; ++i) groups += " or 1 of s" + std::string(static_cast<std::size_t>(i) + 1, '*');
  EXPECT_NE(tree(many + "    condition: " + groups + "\n").find("joins more than"), std::string::npos);
}

TEST(Detection, GrowthIsBounded) {
  std::string list;
  for (int i = 0; i < 400; ++i) list += "' -a -b -c -d" + std::to_string(i) + "', ";
  EXPECT_NE(selection("\n        A|windash: [" + list + "]").find("grows beyond"), std::string::npos);
}

}  // namespace
}  // namespace hoptrace::rules
