#include "assess/attribution/lore.h"

#include <gtest/gtest.h>

#include <cmath>

namespace hoptrace::assess {
namespace {

Evidence lore_evidence(std::string id, std::string set, bool forgeable, double log) {
  Evidence out;
  out.kind = forgeable ? Kind::kArtifact : Kind::kDomain;
  out.id = std::move(id);
  out.set = std::move(set);
  out.forgeable = forgeable;
  out.log_lr = {{0, log}};
  return out;
}

TEST(Lore, WhatFewShareSaysMoreAndWhatCanBeForgedAtMostOne) {
  LoreRow row;
  row.forgeable = false;
  row.sharing = 1;
  EXPECT_NEAR(log_lr(row, 172), 0.5 * std::log(172.0), 1e-9);
  row.sharing = 60;
  EXPECT_NEAR(log_lr(row, 172), 0.5 * std::log(172.0 / 60), 1e-9);
  row.sharing = 1'000;
  EXPECT_DOUBLE_EQ(log_lr(row, 172), 0);
  row.sharing = 1;
  row.forgeable = true;
  EXPECT_DOUBLE_EQ(log_lr(row, 172), kForgeable);
}

TEST(Lore, WhatDependsOnOneAnotherCountsOnce) {
  const std::vector<Evidence> two{lore_evidence("a", "list", false, 2), lore_evidence("b", "list", false, 1)};
  EXPECT_NEAR(lore_log_lr(two, 1)[0], 2 + kRestOfASet * 1, 1e-9);
  const std::vector<Evidence> apart{lore_evidence("a", "one", true, 1), lore_evidence("b", "other", true, 0.5)};
  EXPECT_NEAR(lore_log_lr(apart, 1)[0], 1.5, 1e-9);
}

TEST(Lore, HoweverMuchIsPlantedItSaysNoMoreThanItsMost) {
  std::vector<Evidence> many;
  for (int i = 0; i < 100; ++i) many.push_back(lore_evidence(std::to_string(i), "", true, 1));
  EXPECT_NEAR(lore_log_lr(many, 1)[0], kMostForgeable, 1e-9);
  for (Evidence& e : many) e.forgeable = false;
  EXPECT_NEAR(lore_log_lr(many, 1)[0], kMostOfTheRest, 1e-9);
}

class BuiltIn : public testing::Test {
 protected:
  void SetUp() override {
    const std::string content = std::string(HOPTRACE_SOURCE) + "/content";
    auto read = read_knowledge(content + "/knowledge");
    ASSERT_TRUE(read) << read.error().sentence();
    knowledge = std::move(*read);
    auto rows = read_lore(content, knowledge);
    ASSERT_TRUE(rows) << rows.error().sentence();
    lore = std::move(*rows);
  }
  [[nodiscard]] Evidence resolved(Kind kind, std::string id, const char* time = "") const {
    Observation seen{.kind = kind, .id = std::move(id), .time = base::parse_time(time, true), .from = {}};
    return resolve(knowledge, lore, {&seen, 1}).front();
  }
  Knowledge knowledge;
  Lore lore;
};

TEST_F(BuiltIn, PublishedValuesLeadToTheirRow) {
  for (const char* value : {"C:\\recovery\\mpsvc.dll", "c:\\RECOVERY\\nbt.exe", "recovery-folder-set"})
    EXPECT_EQ(resolved(Kind::kArtifact, value).id, "recovery-folder-set") << value;
  EXPECT_EQ(resolved(Kind::kArtifact, "RedLeavesCMDSimulatorMutex").log_lr.size(), 1u) << "by the indicator list";
  const Evidence nothing = resolved(Kind::kArtifact, "no-such-thing.exe");
  EXPECT_TRUE(nothing.log_lr.empty());
  EXPECT_FALSE(nothing.notes.empty());
}

TEST_F(BuiltIn, InfrastructureAgesFromItsPublication) {
  const double then = resolved(Kind::kDomain, "eservake.jetos.com", "2018-09-01").trust,
               later = resolved(Kind::kDomain, "eservake.jetos.com", "2020-09-12").trust,
               undated = resolved(Kind::kDomain, "eservake.jetos.com").trust;
  EXPECT_DOUBLE_EQ(then, 1);
  EXPECT_NEAR(later, 0.5, 0.01) << "half its worth after 730 days";
  EXPECT_DOUBLE_EQ(undated, 0.5);
}

TEST_F(BuiltIn, AnelIsNoLongerOneGroupsOwnSince2024) {
  EXPECT_FALSE(resolved(Kind::kSoftware, "UPPERCUT", "2018-08-01").shared_now);
  const Evidence now = resolved(Kind::kSoftware, "ANEL", "2024-08-01");
  EXPECT_TRUE(now.shared_now);
  EXPECT_DOUBLE_EQ(now.trust, 0.5);
  EXPECT_TRUE(resolved(Kind::kSoftware, "ANEL").shared_now) << "undated is taken as now";
}

TEST_F(BuiltIn, AnActorThatTheTablesLackSpeaksForTheUnknown) {
  const Evidence e = resolved(Kind::kDomain, "tw8sl.com", "2024-08-01");
  EXPECT_TRUE(e.log_lr.empty());
  EXPECT_GT(e.unknown_log_lr, 0);
}

TEST_F(BuiltIn, TheSameThingSeenTwiceIsOnePiece) {
  const std::vector<Observation> seen{
      {.kind = Kind::kSoftware, .id = "S0153", .reliability = 0.5, .time = {}, .from = {"a"}},
      {.kind = Kind::kSoftware, .id = "redleaves", .reliability = 0.9, .time = {}, .from = {"b", "a"}}};
  const auto evidence = resolve(knowledge, lore, seen);
  ASSERT_EQ(evidence.size(), 1u);
  EXPECT_DOUBLE_EQ(evidence[0].trust, 0.9);
  EXPECT_EQ(evidence[0].from, (std::vector<std::string>{"a", "b"}));
}

TEST_F(BuiltIn, OneFactInThreeGuisesCountsOnce) {
  const std::vector<Observation> seen{{.kind = Kind::kTechnique, .id = "T1199", .time = {}, .from = {}},
                                      {.kind = Kind::kHopShape, .id = "msp-to-clients", .time = {}, .from = {}}};
  EXPECT_DOUBLE_EQ(resolve(knowledge, lore, seen)[1].trust, kRestOfASet);
}

}  // namespace
}  // namespace hoptrace::assess
