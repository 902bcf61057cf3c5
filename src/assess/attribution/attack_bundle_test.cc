#include "assess/attribution/attack_bundle.h"

#include <gtest/gtest.h>

#include "assess/attribution/knowledge_folder.h"
#include "assess/attribution/small_knowledge_for_tests.h"

namespace hoptrace::assess {
namespace {

constexpr const char* kBundle = R"({"type":"bundle","objects":[
{"type":"relationship","relationship_type":"uses","source_ref":"intrusion-set--1","target_ref":"attack-pattern--1",
 "external_references":[{"source_name":"Report B"},{"source_name":"Report|A, \"first\""}]},
{"type":"relationship","relationship_type":"uses","source_ref":"campaign--1","target_ref":"malware--1","external_references":[]},
{"type":"relationship","relationship_type":"uses","source_ref":"intrusion-set--2","target_ref":"attack-pattern--1"},
{"type":"relationship","relationship_type":"attributed-to","source_ref":"campaign--1","target_ref":"intrusion-set--1"},
{"type":"relationship","relationship_type":"uses","revoked":true,"source_ref":"intrusion-set--1","target_ref":"malware--1"},
{"type":"intrusion-set","id":"intrusion-set--1","name":"Alder","aliases":["Alder","Tree, One"],
 "external_references":[{"source_name":"mitre-attack","external_id":"G1"}]},
{"type":"intrusion-set","id":"intrusion-set--2","name":"Gone","revoked":true,
 "external_references":[{"source_name":"mitre-attack","external_id":"G2"}]},
{"type":"attack-pattern","id":"attack-pattern--1","name":"First","kill_chain_phases":[{"phase_name":"persistence"},{"phase_name":"execution"}],
 "external_references":[{"source_name":"other"},{"source_name":"mitre-attack","external_id":"T1"}]},
{"type":"malware","id":"malware--1","name":"Onlyone","x_mitre_aliases":["Onlyone","Solo"],
 "external_references":[{"source_name":"mitre-attack","external_id":"S1"}]},
{"type":"campaign","id":"campaign--1","name":"Storm","first_seen":"2020-01-01T00:00:00Z","last_seen":"2020-02-01T00:00:00Z",
 "external_references":[{"source_name":"mitre-attack","external_id":"C1"}]},
7, {"type":"identity"}]})";

TEST(AttackBundle, BecomesTheFiveTables) {
  const auto tables = attack_tables(kBundle, "bundle.json");
  ASSERT_TRUE(tables) << tables.error().sentence();
  EXPECT_EQ(tables->groups, "id,name,aliases\nG1,Alder,\"Tree, One\"\n");
  EXPECT_EQ(tables->techniques, "id,name,tactics\nT1,First,execution|persistence\n");
  EXPECT_EQ(tables->software, "id,name,kind,aliases\nS1,Onlyone,malware,Solo\n");
  EXPECT_EQ(tables->campaigns, "id,name,first_seen,last_seen,attributed_to\nC1,Storm,2020-01-01,2020-02-01,G1\n");
  EXPECT_EQ(tables->uses, "user,used,cited_sources\nC1,S1,\nG1,T1,\"Report B|Report/A, \"\"first\"\"\"\n");
}

TEST(AttackBundle, WhatIsNoneIsRefused) {
  for (const char* text : {"", "[]", "{}", R"({"objects":[]})", R"({"objects":{}})", "{\"objects\":["}) {
    const auto tables = attack_tables(text, "bundle.json");
    ASSERT_FALSE(tables) << text;
    EXPECT_EQ(tables.error().place, "bundle.json");
  }
}

TEST(KnowledgeFolder, IsRenewedWholeAndKeepsWhatElseStandsThere) {
  const SmallKnowledge small("hoptrace-knowledge-renewed");
  small.write("LICENSE", "theirs");
  const auto tables = attack_tables(kBundle, "bundle.json");
  ASSERT_TRUE(tables);
  const auto done = replace_tables(small.folder.string() + "/", *tables);
  ASSERT_TRUE(done) << done.error().sentence();
  const auto knowledge = small.read();
  ASSERT_TRUE(knowledge) << knowledge.error().sentence();
  EXPECT_EQ(knowledge->groups.size(), 1u);
  EXPECT_TRUE(std::filesystem::exists(small.folder / "LICENSE"));
  EXPECT_FALSE(std::filesystem::exists(small.folder.string() + ".new"));
}

TEST(KnowledgeFolder, TablesThatCannotBeReadLeaveTheOldOnes) {
  const SmallKnowledge small("hoptrace-knowledge-kept");
  AttackTables broken;
  broken.groups = "id,name,aliases\n";
  EXPECT_FALSE(replace_tables(small.folder.string(), broken));
  const auto knowledge = small.read();
  ASSERT_TRUE(knowledge);
  EXPECT_EQ(knowledge->groups.size(), 3u);
  EXPECT_FALSE(std::filesystem::exists(small.folder.string() + ".new"));
}

}  // namespace
}  // namespace hoptrace::assess
