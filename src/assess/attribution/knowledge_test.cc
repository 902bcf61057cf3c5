#include "assess/attribution/knowledge.h"

#include <gtest/gtest.h>

#include "assess/attribution/profiles.h"
#include "assess/attribution/small_knowledge_for_tests.h"

namespace hoptrace::assess {
namespace {

TEST(Knowledge, NamesAndAliasesResolveWithoutRegardToCase) {
  const SmallKnowledge small("hoptrace-knowledge-names");
  const auto knowledge = small.read();
  ASSERT_TRUE(knowledge) << knowledge.error().sentence();
  EXPECT_EQ(knowledge->group("g1"), knowledge->group("TREE ONE"));
  EXPECT_EQ(knowledge->groups[*knowledge->group("Alder")].id, "G1")
      << "a group's own name goes before another's alias";
  EXPECT_EQ(knowledge->items[*knowledge->item("solo")].id, "S1");
  EXPECT_FALSE(knowledge->group("Dogwood"));
  EXPECT_FALSE(knowledge->item("First")) << "a technique has no name but its id";
}

TEST(Knowledge, TheBuiltInTablesKnowEveryNameOfApt10) {
  const auto knowledge = read_knowledge(std::string(HOPTRACE_SOURCE) + "/content/knowledge");
  ASSERT_TRUE(knowledge) << knowledge.error().sentence();
  for (const char* name : {"G0045", "menuPass", "APT10", "Stone Panda", "Red Apollo", "POTASSIUM", "Cicada", "CVNX",
                           "HOGFISH", "BRONZE RIVERSIDE", "Purple Typhoon", "Granite Taurus"}) {
    ASSERT_TRUE(knowledge->group(name)) << name;
    EXPECT_EQ(knowledge->groups[*knowledge->group(name)].id, "G0045") << name;
  }
  EXPECT_EQ(knowledge->groups.size(), 172u);
}

TEST(Knowledge, ACampaignCountsAsItsGroupsAndNobodysAsNobodys) {
  const SmallKnowledge small("hoptrace-knowledge-campaigns");
  const auto knowledge = small.read();
  ASSERT_TRUE(knowledge);
  const Profiles profiles(*knowledge, {});
  const auto t1 = *knowledge->item("T1"), t3 = *knowledge->item("T3");
  EXPECT_TRUE(profiles.uses(*knowledge->group("G2"), t3));
  EXPECT_EQ(profiles.shared_by[t1], 1u);
  EXPECT_TRUE(profiles.uses(*knowledge->group("G3"), t3)) << "a use that cites nothing counts once";
}

TEST(Knowledge, AReportThatIsHeldOutIsCountedNowhere) {
  const SmallKnowledge small("hoptrace-knowledge-held-out");
  const auto knowledge = small.read();
  ASSERT_TRUE(knowledge);
  SourceIndex a = 0, c = 0;
  for (SourceIndex s = 0; s < knowledge->sources.size(); ++s) {
    if (knowledge->sources[s].name == "Report A") a = s;
    if (knowledge->sources[s].name == "Report C") c = s;
  }
  const GroupIndex g1 = *knowledge->group("G1"), g2 = *knowledge->group("G2");
  const ItemIndex s1 = *knowledge->item("S1"), t1 = *knowledge->item("T1");
  const Profiles without_a(*knowledge, {.source = a, .group = {}});
  EXPECT_EQ(without_a.count(g1, s1), 1) << "Report B says so as well";
  EXPECT_FALSE(without_a.uses(g1, t1)) << "only Report A says so";
  EXPECT_EQ(without_a.reports_of[g1], 1u);
  EXPECT_EQ(without_a.software[s1].techniques.size(), 1u) << "what only it says of software leaves as well";
  for (const Report& report : without_a.reports) EXPECT_FALSE(report.items.empty());
  const Profiles without_c(*knowledge, {.source = c, .group = {}});
  EXPECT_TRUE(without_c.known(g2)) << "its campaign is left";
  EXPECT_FALSE(Profiles(*knowledge, {.source = {}, .group = g2}).known(g2));
}

TEST(Knowledge, TablesThatAreWrongAreRefusedWithTheirPlace) {
  const SmallKnowledge small("hoptrace-knowledge-wrong");
  const auto refused = [&small](const char* file, const char* text) {
    const SmallKnowledge fresh("hoptrace-knowledge-wrong");
    fresh.write(file, text);
    const auto read = fresh.read();
    EXPECT_FALSE(read) << file << ": " << text;
    return read ? std::string() : read.error().place;
  };
  EXPECT_NE(refused("uses.csv", "user,used,cited_sources\nG9,T1,x\n").find("uses.csv:2"), std::string::npos);
  EXPECT_NE(refused("uses.csv", "user,used,cited_sources\nG1,T9,x\n").find("uses.csv:2"), std::string::npos);
  EXPECT_NE(refused("groups.csv", "id,name,aliases\nG1,a,\nG1,b,\n").find("groups.csv:3"), std::string::npos);
  EXPECT_NE(refused("groups.csv", "id,name\nG1,a\n").find("groups.csv"), std::string::npos);
  EXPECT_NE(refused("campaigns.csv", "id,attributed_to\nC1,G9\n").find("campaigns.csv:2"), std::string::npos);
  EXPECT_NE(refused("software.csv", "").find("software.csv"), std::string::npos);
}

}  // namespace
}  // namespace hoptrace::assess
