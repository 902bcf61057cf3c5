#include "cases/artifact_hosts.h"

#include "cases/case_fixture.h"

namespace hoptrace::cases {
namespace {

class ArtifactHostsTest : public CaseFixture {};

TEST_F(ArtifactHostsTest, TellsWhoseRecordsAnArtifactHolds) {
  const auto made = open();
  const auto rules = *made->rows_for_rules({rule_record("r1")});
  const auto set = *made->use_ruleset(rules);
  const auto one = made->register_artifact("acme", "aa", "a.evtx", "evtx", 100)->id;
  const auto other = made->register_artifact("acme", "bb", "b.evtx", "evtx", 100)->id;
  Stretch stretch = stretch_of(one, 0, 10, {}, true);
  stretch.coverage.push_back(stretch.coverage.front());
  stretch.coverage.back().tenant = "globex";
  stretch.coverage.push_back(stretch.coverage.front());
  ++stretch.coverage.back().day;
  ASSERT_TRUE(made->commit_stretch(stretch, set));
  ASSERT_TRUE(made->settle());
  EXPECT_EQ(artifact_hosts(path_, one).value(), (std::vector<ArtifactHost>{{"acme", "FS01"}, {"globex", "FS01"}}));
  EXPECT_EQ(artifact_hosts(path_, other).value(), std::vector<ArtifactHost>{});
  EXPECT_FALSE(artifact_hosts(folder_ + "/none.hop", one));
}

}  // namespace
}  // namespace hoptrace::cases
