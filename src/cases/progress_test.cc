// Readings that are broken off and go on, under the same rules and under others: nothing lost, nothing doubled.
#include <algorithm>

#include "cases/case_fixture.h"

namespace hoptrace::cases {
namespace {

class ProgressTest : public CaseFixture {
 protected:
  // Reads [progress.done_to, end) as a hunt does: in pieces of 20 bytes, with a finding of each rule that is to run.
  static void read(Case& opened, base::ArtifactId artifact, RulesetRow set, std::uint64_t end,
                   std::uint64_t size = 100) {
    const auto progress = opened.progress(artifact, set);
    ASSERT_TRUE(progress);
    if (progress->complete) return;
    for (std::uint64_t begin = progress->done_to; begin < end; begin += 20) {
      ASSERT_TRUE(
          opened.commit_stretch(stretch_of(artifact, begin, begin + 20, progress->rules, begin + 20 == size), set));
    }
  }

  // All that 100 bytes give: 10 findings of each of `rules`, every record covered once, 5 anomalies.
  static void expect_whole(Case& opened, std::size_t rules) {
    EXPECT_EQ(findings_of(opened).size(), 10 * rules);
    const auto days = coverage_of(opened);
    ASSERT_EQ(days.size(), 1U);
    EXPECT_EQ(days[0].row.records, 100U);
    EXPECT_EQ(days[0].row.missing_ids, 0U);
    EXPECT_TRUE(days[0].exact);
    std::uint64_t anomalies = 0;
    ASSERT_TRUE(opened.reading()->anomaly_groups([&](const AnomalyGroup& group) {
      anomalies += group.count;
      return true;
    }));
    EXPECT_EQ(anomalies, 5U);
  }

  std::unique_ptr<Case> case_ = open();
  base::ArtifactId artifact_ = case_->register_artifact("acme", "aa", "a", "evtx", 100)->id;
  std::vector<RuleRow> rules_ = *case_->rows_for_rules({rule_record("r1"), rule_record("r2"), rule_record("r3")});
};

TEST_F(ProgressTest, GoesOnBehindTheLastStretch) {
  const RulesetRow set = *case_->use_ruleset(rules_);
  read(*case_, artifact_, set, 60);
  case_.reset();
  case_ = open();
  ASSERT_EQ(case_->use_ruleset(rules_), set);
  EXPECT_EQ(case_->progress(artifact_, set)->done_to, 60U);
  read(*case_, artifact_, set, 100);
  EXPECT_TRUE(case_->progress(artifact_, set)->complete);
  expect_whole(*case_, 3);
}

TEST_F(ProgressTest, FewerRulesGoOnWhereMoreStopped) {
  const RulesetRow all = *case_->use_ruleset(rules_);
  read(*case_, artifact_, all, 60);
  const RulesetRow fewer = *case_->use_ruleset({rules_[0], rules_[2]});
  EXPECT_EQ(case_->progress(artifact_, fewer)->done_to, 60U);
  read(*case_, artifact_, fewer, 100);
  expect_whole(*case_, 2);
  // The third rule has not seen the end: it alone is run again, from the start, and what it found is not doubled.
  const RulesetRow again = *case_->use_ruleset(rules_);
  const auto progress = case_->progress(artifact_, again);
  EXPECT_EQ(progress->rules, std::vector<RuleRow>{rules_[1]});
  EXPECT_EQ(progress->done_to, 0U);
  read(*case_, artifact_, again, 100);
  expect_whole(*case_, 3);
}

TEST_F(ProgressTest, OtherRulesStartAgainAndTakeTheBrokenReadingsPlace) {
  const RulesetRow one = *case_->use_ruleset({rules_[0]});
  read(*case_, artifact_, one, 60);
  const RulesetRow all = *case_->use_ruleset(rules_);
  EXPECT_EQ(case_->progress(artifact_, all)->done_to, 0U);
  read(*case_, artifact_, all, 40);  // killed again, earlier than before
  case_.reset();
  case_ = open();
  ASSERT_TRUE(case_->use_ruleset({rules_[0]}));
  EXPECT_EQ(case_->progress(artifact_, one)->done_to, 40U);
  read(*case_, artifact_, one, 100);
  expect_whole(*case_, 1);
  ASSERT_TRUE(case_->use_ruleset(rules_));
  EXPECT_TRUE(case_->progress(artifact_, all)->facts_known);
  read(*case_, artifact_, all, 100);
  expect_whole(*case_, 3);
}

TEST_F(ProgressTest, ARuleFindsARecordOnceInWhateverOrderItComes) {
  const RulesetRow set = *case_->use_ruleset(rules_);
  Stretch stretch;
  stretch.artifact = artifact_;
  stretch.end = 100;
  for (const std::uint64_t offset : {20, 20, 10, 30, 20, 10}) enter(finding_row(rules_[0], offset), stretch);
  enter(finding_row(rules_[1], 10), stretch);
  ASSERT_TRUE(case_->commit_stretch(stretch, set));
  stretch.begin = 100;
  stretch.end = 200;
  enter(finding_row(rules_[2], 30), stretch);
  ASSERT_TRUE(case_->commit_stretch(stretch, set));
  EXPECT_EQ(findings_of(*case_).size(), 5U);
}

TEST_F(ProgressTest, CorrelationsAreNotRunOnArtifacts) {
  RuleRecord correlation = rule_record("c");
  correlation.kind = RuleKind::kCorrelation;
  const RulesetRow before = *case_->use_ruleset(rules_);
  read(*case_, artifact_, before, 100);
  auto rows = rules_;
  rows.push_back(case_->rows_for_rules({correlation})->front());
  EXPECT_TRUE(case_->progress(artifact_, *case_->use_ruleset(rows))->complete);
}

TEST_F(ProgressTest, AnotherScopeIsAnotherReading) {
  const RulesetRow set = *case_->use_ruleset(rules_);
  read(*case_, artifact_, set, 100);
  const RulesetRow narrower = *case_->use_ruleset(rules_, "since 2018");
  EXPECT_NE(narrower, set);
  EXPECT_FALSE(case_->progress(artifact_, narrower)->complete);
  read(*case_, artifact_, narrower, 100);
  expect_whole(*case_, 3);
  EXPECT_TRUE(case_->progress(artifact_, narrower)->complete);
}

}  // namespace
}  // namespace hoptrace::cases
