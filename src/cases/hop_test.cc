// Facts, hops and intrusions in a case.
#include "cases/case_fixture.h"

namespace hoptrace::cases {
namespace {

class HopTest : public CaseFixture {
 protected:
  void SetUp() override {
    case_ = std::move(*Case::open_for_writing(path_));
    ASSERT_TRUE(case_->begin_run("1", "hunt", at(0)));
    const auto rules = case_->rows_for_rules({rule_record("r1"), rule_record("logon facts")});
    ruleset_ = *case_->use_ruleset(*rules);
    artifact_ = case_->register_artifact("acme", "aa", "a.evtx", "evtx", 100)->id;
  }
  void read(std::uint64_t begin, std::uint64_t end, std::optional<std::string> facts, bool last = false) {
    Stretch stretch = stretch_of(artifact_, begin, end, {}, last);
    stretch.logon_facts = std::move(facts);
    ASSERT_TRUE(case_->commit_stretch(stretch, ruleset_));
  }
  std::vector<std::string> facts() {
    std::vector<std::string> out;
    EXPECT_TRUE(case_->reading()->logon_facts([&](const PackedFacts& packed) {
      EXPECT_EQ(packed.artifact, artifact_);
      EXPECT_EQ(packed.tenant, "acme");
      out.push_back(packed.packed);
      return true;
    }));
    return out;
  }

  std::unique_ptr<Case> case_;
  RulesetRow ruleset_ = 0;
  base::ArtifactId artifact_{};
};

TEST_F(HopTest, FactsAreKeptByStretch) {
  read(0, 50, std::string("one\0two", 7));
  read(50, 80, "");
  read(80, 100, "three", true);
  EXPECT_EQ(facts(), (std::vector<std::string>{std::string("one\0two", 7), "three"}));
}

TEST_F(HopTest, AReadingFromTheFirstByteReplacesThem) {
  read(0, 50, "old");
  read(50, 60, "old too");
  case_->settle().value();
  read(0, 70, "new");
  read(70, 100, "new too", true);
  EXPECT_EQ(facts(), (std::vector<std::string>{"new", "new too"}));
}

TEST_F(HopTest, AReadingThatDoesNotLookForThemLeavesThemAsTheyAre) {
  read(0, 100, "kept", true);
  read(0, 100, std::nullopt, true);
  EXPECT_EQ(facts(), std::vector<std::string>{"kept"});
}

TEST_F(HopTest, HopsComeBackAsTheyWereAndAreReplacedWhole) {
  read(0, 100, "f", true);
  HopRow hop;
  hop.id = "h1";
  hop.time = at(5);
  hop.from = {"msp", "JUMP01"};
  hop.to = {"acme", "DC01"};
  hop.account = "ACME\\adm \xff";
  hop.method = "rdp";
  hop.status = "confirmed";
  hop.confidence = 0.875;
  hop.suspicion = 0.25;
  hop.intrusion = hop.border = true;
  hop.why = {"because \"of\" it"};
  hop.evidence = {{artifact_, 7, 8, 4624, "destination", {}, {}, {}}};
  HopRow other = hop;
  other.id = "h2";
  other.from.reset();
  other.candidates = {{"msp", "A"}, {"msp", "B"}};
  other.gap = "not known";
  IntrusionRow intrusion;
  intrusion.id = "i";
  intrusion.patient_zero = {"msp", "WS1"};
  intrusion.hops = {"h1", "h2"};
  intrusion.first = at(1);
  intrusion.alternatives = {{{"h2"}, "another host"}};
  intrusion.suspicion = 0.5;
  ASSERT_TRUE(case_->replace_hops({other}, {}));
  ASSERT_TRUE(case_->replace_hops({hop, other}, {intrusion}));

  std::vector<HopRow> hops;
  const auto reading = case_->reading();
  ASSERT_TRUE(reading->hops([&](const HopRow& row) { return hops.push_back(row), true; }));
  ASSERT_EQ(hops.size(), 2U);
  EXPECT_EQ(hops[0].from, hop.from);
  EXPECT_EQ(hops[0].to, hop.to);
  EXPECT_EQ(hops[0].time.ticks, hop.time.ticks);
  EXPECT_DOUBLE_EQ(hops[0].confidence, 0.875);
  EXPECT_DOUBLE_EQ(hops[0].suspicion, 0.25);
  EXPECT_EQ(hops[0].why, hop.why);
  ASSERT_EQ(hops[0].evidence.size(), 1U);
  EXPECT_EQ(hops[0].evidence[0].path, "a.evtx");
  EXPECT_EQ(hops[0].evidence[0].tenant, "acme");
  EXPECT_EQ(hops[1].from, std::nullopt);
  EXPECT_EQ(hops[1].candidates, other.candidates);
  EXPECT_EQ(hops[1].gap, other.gap);
  std::vector<IntrusionRow> intrusions;
  ASSERT_TRUE(reading->intrusions([&](const IntrusionRow& row) { return intrusions.push_back(row), true; }));
  ASSERT_EQ(intrusions.size(), 1U);
  EXPECT_EQ(intrusions[0].hops, intrusion.hops);
  EXPECT_EQ(intrusions[0].first.ticks, intrusion.first.ticks);
  ASSERT_EQ(intrusions[0].alternatives.size(), 1U);
  EXPECT_EQ(intrusions[0].alternatives[0].what_separates, "another host");
}

}  // namespace
}  // namespace hoptrace::cases
