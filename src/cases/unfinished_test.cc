// Artifacts that are read before their SHA-256 is known: shown to nobody, found again, named at the end, or merged.
#include "cases/case_fixture.h"

namespace hoptrace::cases {
namespace {

class UnfinishedTest : public CaseFixture {
 protected:
  static FileLook look(const std::string& path, const std::string& head = "head") {
    return {path, "evtx", 100, head};
  }
  // Commits [begin, end) of 100 bytes that hash to `sha256` at their end.
  void read(base::ArtifactId artifact, std::uint64_t begin, std::uint64_t end, const std::string& sha256) {
    Stretch stretch = stretch_of(artifact, begin, end, rules_, end == 100);
    stretch.read_to = end;
    stretch.read_sha256 = end == 100 ? sha256 : "so far " + std::to_string(end);
    ASSERT_TRUE(case_->commit_stretch(stretch, set_));
  }
  [[nodiscard]] std::vector<ArtifactState> artifacts() {
    std::vector<ArtifactState> all;
    EXPECT_TRUE(case_->reading()->artifacts([&](const ArtifactState& state) {
      all.push_back(state);
      return true;
    }));
    return all;
  }
  [[nodiscard]] std::uint64_t anomalies() {
    std::uint64_t count = 0;
    EXPECT_TRUE(case_->reading()->anomaly_groups([&](const AnomalyGroup& group) {
      count += group.count;
      return true;
    }));
    return count;
  }
  void expect_nothing_shown() {
    EXPECT_TRUE(findings_of(*case_).empty());
    EXPECT_TRUE(coverage_of(*case_).empty());
    EXPECT_EQ(anomalies(), 0U);
    EXPECT_TRUE(case_->reading()->summary(SummaryBy::kRule)->empty());
  }

  std::unique_ptr<Case> case_ = open();
  std::vector<RuleRow> rules_ = *case_->rows_for_rules({rule_record("r1")});
  RulesetRow set_ = *case_->use_ruleset(rules_);
};

TEST_F(UnfinishedTest, IsShownOnceItHasItsName) {
  const auto artifact = case_->begin_artifact("acme", look("a"));
  ASSERT_TRUE(artifact);
  read(*artifact, 0, 60, {});
  expect_nothing_shown();
  read(*artifact, 60, 100, "aa");
  EXPECT_EQ(findings_of(*case_).size(), 10U);
  EXPECT_EQ(coverage_of(*case_).size(), 1U);
  EXPECT_EQ(artifacts().at(0).artifact.sha256, "aa");
  EXPECT_EQ(case_->register_artifact("acme", "aa", "b", "evtx", 100)->id, *artifact);
  EXPECT_TRUE(case_->progress(*artifact, set_)->complete);
}

TEST_F(UnfinishedTest, IsFoundByItsPathAndGoneOnWith) {
  const auto artifact = case_->begin_artifact("acme", look("a"));
  read(*artifact, 0, 60, {});
  case_.reset();
  case_ = open();
  ASSERT_EQ(case_->use_ruleset(rules_), set_);
  EXPECT_FALSE(*case_->unfinished("other", "a"));
  EXPECT_FALSE(*case_->unfinished("acme", "b"));
  const auto left = *case_->unfinished("acme", "a");
  ASSERT_TRUE(left);
  EXPECT_EQ(left->id, *artifact);
  EXPECT_EQ(left->read_to, 60U);
  EXPECT_EQ(left->read_sha256, "so far 60");
  EXPECT_EQ(case_->progress(left->id, set_)->done_to, 60U);
  read(left->id, 60, 100, "aa");
  EXPECT_EQ(findings_of(*case_).size(), 10U);
  EXPECT_FALSE(*case_->unfinished("acme", "a"));
}

TEST_F(UnfinishedTest, IsForgottenWithoutATrace) {
  const auto artifact = case_->begin_artifact("acme", look("a"));
  read(*artifact, 0, 60, {});
  ASSERT_TRUE(case_->forget(*artifact));
  EXPECT_TRUE(artifacts().empty());
  const auto again = case_->begin_artifact("acme", look("a"));
  EXPECT_NE(*again, *artifact);
  read(*again, 0, 40, {});
  ASSERT_TRUE(case_->forget_unfinished());
  EXPECT_TRUE(artifacts().empty());
  expect_nothing_shown();
}

TEST_F(UnfinishedTest, OnlySizeAndBeginningTellThatBytesMayBeKnown) {
  EXPECT_FALSE(*case_->may_hold("acme", look("a")));
  ASSERT_TRUE(case_->begin_artifact("acme", look("a")));
  EXPECT_TRUE(*case_->may_hold("acme", look("b")));
  EXPECT_FALSE(*case_->may_hold("other", look("b")));
  EXPECT_FALSE(*case_->may_hold("acme", look("b", "another")));
  ASSERT_TRUE(case_->register_artifact("other", "bb", "b", "evtx", 100));
  EXPECT_TRUE(*case_->may_hold("other", look("b"))) << "nobody noted its beginning";
}

TEST_F(UnfinishedTest, BecomesPartOfTheArtifactThatHasItsBytes) {
  const auto artifact = case_->begin_artifact("acme", look("a"));
  read(*artifact, 0, 60, {});
  const auto known = case_->register_artifact("acme", "aa", "b", "evtx", 100)->id;  // came in between
  ASSERT_TRUE(case_->commit_stretch(stretch_of(known, 0, 100, rules_, true), set_));
  read(*artifact, 60, 100, "aa");
  ASSERT_TRUE(case_->settle());
  EXPECT_EQ(case_->now_called(*artifact), known);
  EXPECT_EQ(findings_of(*case_).size(), 10U);
  EXPECT_EQ(anomalies(), 1U);
  const auto all = artifacts();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].records, 100U);
  EXPECT_THAT(all[0].artifact.paths, testing::UnorderedElementsAre("a", "b"));
}

TEST_F(UnfinishedTest, BecomesPartOfItWhereFindingsAreToldWhileHunting) {
  ASSERT_TRUE(case_->prepare_telling());
  const auto artifact = case_->begin_artifact("acme", look("a"));
  read(*artifact, 0, 60, {});
  const auto known = case_->register_artifact("acme", "aa", "b", "evtx", 100)->id;
  ASSERT_TRUE(case_->commit_stretch(stretch_of(known, 0, 40, rules_, false), set_));
  read(*artifact, 60, 100, "aa");
  const auto copy = case_->register_artifact("acme", "cc", "c", "evtx", 100)->id;
  ASSERT_TRUE(case_->commit_stretch(stretch_of(copy, 0, 100, rules_, true), set_));
  const auto found = findings_of(*case_);
  ASSERT_EQ(found.size(), 10U);
  for (const StoredFinding& finding : found) EXPECT_EQ(finding.sources.size(), 2U);
  EXPECT_EQ(case_->reading()->summary(SummaryBy::kRule)->at(0).certain, 10U);
}

TEST_F(UnfinishedTest, CompletesAnArtifactThatWasBrokenOff) {
  const auto artifact = case_->begin_artifact("acme", look("a"));
  const auto known = case_->register_artifact("acme", "aa", "b", "evtx", 100)->id;
  ASSERT_TRUE(case_->commit_stretch(stretch_of(known, 0, 40, rules_, false), set_));
  read(*artifact, 0, 60, {});
  read(*artifact, 60, 100, "aa");
  ASSERT_TRUE(case_->settle());
  EXPECT_TRUE(case_->progress(known, set_)->complete);
  EXPECT_EQ(findings_of(*case_).size(), 10U);
  EXPECT_EQ(anomalies(), 2U);
  const auto days = coverage_of(*case_);
  ASSERT_EQ(days.size(), 1U);
  EXPECT_EQ(days[0].row.records, 100U);
  EXPECT_EQ(artifacts().at(0).records, 100U);
}

}  // namespace
}  // namespace hoptrace::cases
