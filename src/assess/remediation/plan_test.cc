#include "assess/remediation/plan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "assess/remediation/document.h"
#include "tenants/tenants_file.h"

namespace hoptrace::assess::remediation {
namespace {

class PlanTest : public testing::Test {
 protected:
  PlanTest()
      : tenants_(
            tenants::parse_tenants("tenants:\n  - {name: msp, role: msp}\n  - {name: acme, role: client, msp: msp}\n",
                                   "tenants.yaml")
                .value()) {
    Ground there, here;
    there.artifact = base::ArtifactId{1}, here.artifact = base::ArtifactId{2};
    happened_.moves.push_back(
        {"h1", "msp", "JUMP01", "acme", "DC01", "ACME\\w-ann", "rdp", {}, {{"acme", here}, {"msp", there}}});
    happened_.origins.push_back({"msp", "JUMP01"});
    happened_.contacts.push_back({"acme", "DC01", "198.51.100.4", here});
    happened_.contacts.push_back({"birch", "DC01", "198.51.100.5", here});
    happened_.add_controller("acme", "DC01.acme.example");
  }

  nlohmann::json json(const std::string& tenant) {
    return nlohmann::json::parse(document(plan(tenants_, happened_), tenant, [](base::ArtifactId id) {
      const bool client = id == base::ArtifactId{2};
      return GroundName{client ? "acme" : "msp", client ? "acme/DC01/Security.evtx" : "msp/JUMP01/Security.evtx",
                        "00"};
    }));
  }

  tenants::Tenants tenants_;
  Happened happened_;
};

TEST_F(PlanTest, QuietStepsComeFirstAndCutsTogether) {
  const auto steps = plan(tenants_, happened_);
  ASSERT_FALSE(steps.empty());
  EXPECT_TRUE(std::ranges::is_sorted(steps, {}, &Step::phase));
  for (const Step& step : steps) {
    EXPECT_EQ(step.together, step.phase == Phase::kCut);
    EXPECT_FALSE(step.grounds.empty());
    EXPECT_FALSE(step.reason.empty());
    const bool quiet =
        step.action == Action::kAgree || step.action == Action::kPreserve || step.action == Action::kWatch;
    EXPECT_TRUE(quiet || step.phase != Phase::kPrepare);
  }
}

TEST_F(PlanTest, EachOrganisationsStepsRestOnItsOwnRecordsAndNameNoOther) {
  const std::string acme = json("acme").dump(), msp = json("msp").dump();
  EXPECT_EQ(acme.find("JUMP01"), std::string::npos);
  EXPECT_EQ(acme.find("msp/"), std::string::npos);
  EXPECT_EQ(msp.find("w-ann"), std::string::npos);
  EXPECT_EQ(msp.find("acme"), std::string::npos);
  EXPECT_NE(acme.find("198.51.100.4"), std::string::npos);
  EXPECT_NE(acme.find("domain controller"), std::string::npos);
  EXPECT_NE(msp.find("The intrusion began there"), std::string::npos);
  EXPECT_TRUE(json("birch")["phases"].empty());  // nobody was seen there
}

TEST_F(PlanTest, WithoutAnIntrusionThereIsNothingToCutAndThatProvesNothing) {
  happened_.moves.clear();
  const auto none = json("");
  EXPECT_TRUE(none["phases"].empty());
  EXPECT_NE(none["why"].get<std::string>().find("no proof"), std::string::npos);
}

TEST_F(PlanTest, StepsKeepTheirIdsWhenEvidenceIsAdded) {
  const auto before = plan(tenants_, happened_);
  Ground more;
  more.artifact = base::ArtifactId{2}, more.offset = 99;
  happened_.moves.push_back({"h2", "acme", "DC01", "acme", "FS01", "ACME\\w-ann", "smb", {}, {{"acme", more}}});
  const auto after = plan(tenants_, happened_);
  for (const Step& step : before) EXPECT_NE(std::ranges::find(after, step.id, &Step::id), after.end()) << step.what;
}

}  // namespace
}  // namespace hoptrace::assess::remediation
