// The life of a case: written, resumed, read, under rules that change.
#include "cases/case.h"

#include "cases/case_fixture.h"

namespace hoptrace::cases {
namespace {

using CaseTest = CaseFixture;

TEST_F(CaseTest, GivesBackWhatWasPutIn) {
  auto opened = open();
  ASSERT_TRUE(opened->begin_run("0.1", "hunt x", at(0)));
  const auto rules = *opened->rows_for_rules({rule_record("r1"), rule_record("r2")});
  const RulesetRow set = *opened->use_ruleset(rules);
  const auto artifact = opened->register_artifact("acme", "aa", "acme/Security.evtx", "evtx", 20);
  ASSERT_TRUE(artifact);
  const auto progress = opened->progress(artifact->id, set);
  EXPECT_FALSE(progress->complete);
  EXPECT_EQ(progress->rules, rules);
  ASSERT_TRUE(opened->commit_stretch(stretch_of(artifact->id, 0, 20, rules, true), set));
  EXPECT_TRUE(opened->progress(artifact->id, set)->complete);
  ASSERT_TRUE(opened->end_run("done", at(1)));

  const auto findings = findings_of(*opened);
  ASSERT_EQ(findings.size(), 4U);
  const FindingRow wanted = finding_row(rules[0], 0);
  const FindingRow& row = findings[0].row;
  EXPECT_EQ(row.matched, wanted.matched);
  EXPECT_EQ(row.event.host, "FS01");
  EXPECT_EQ(row.event.time, wanted.event.time);
  ASSERT_EQ(findings[0].sources.size(), 1U);
  EXPECT_EQ(findings[0].sources[0].paths, std::vector<std::string>{"acme/Security.evtx"});
  EXPECT_EQ(findings[0].id.size(), 32U);
  EXPECT_NE(findings[0].id, findings[1].id);
}

TEST_F(CaseTest, IsOneFileAfterACleanEnd) {
  open().reset();
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder_)) names.push_back(entry.path().filename());
  EXPECT_EQ(names, std::vector<std::string>{"case.hop"});
}

TEST_F(CaseTest, OnlyChangedRulesRunAgainAndOldVersionsAreKeptButNotLive) {
  auto opened = open();
  const auto first = *opened->rows_for_rules({rule_record("r1"), rule_record("r2")});
  const RulesetRow before = *opened->use_ruleset(first);
  const auto artifact = opened->register_artifact("acme", "aa", "a", "evtx", 20)->id;
  ASSERT_TRUE(opened->commit_stretch(stretch_of(artifact, 0, 20, first, true), before));

  const auto second = *opened->rows_for_rules({rule_record("r1"), rule_record("r2", "2")});
  EXPECT_EQ(second[0], first[0]);
  EXPECT_NE(second[1], first[1]);
  const RulesetRow after = *opened->use_ruleset(second);
  const auto progress = opened->progress(artifact, after);
  EXPECT_EQ(progress->rules, std::vector<RuleRow>{second[1]});
  EXPECT_TRUE(progress->facts_known);
  EXPECT_EQ(findings_of(*opened).size(), 2U);
  ASSERT_TRUE(opened->commit_stretch(stretch_of(artifact, 0, 20, {second[1]}, true), after));
  EXPECT_EQ(findings_of(*opened).size(), 4U);
  FindingQuery all;
  all.superseded_too = true;
  EXPECT_EQ(findings_of(*opened, all).size(), 6U);
  EXPECT_EQ(coverage_of(*opened).at(0).row.records, 20U);

  ASSERT_TRUE(opened->use_ruleset(first));
  EXPECT_TRUE(opened->progress(artifact, before)->complete);
  const auto live = findings_of(*opened);
  ASSERT_EQ(live.size(), 4U);
  for (const StoredFinding& finding : live) EXPECT_NE(finding.row.rule, second[1]);
}

}  // namespace
}  // namespace hoptrace::cases
