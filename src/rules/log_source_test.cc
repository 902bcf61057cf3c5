#include "rules/log_source.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <tuple>

#include "base/yaml.h"

namespace hoptrace::rules {
namespace {

using event::Event;
using event::FieldDictionary;
using event::Value;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::string kContent = std::string(HOPTRACE_SOURCE) + "/content";

class LogSources : public testing::Test {
 protected:
  void SetUp() override {
    auto loaded = LogSourceTable::load(kContent, fields_);
    ASSERT_TRUE(loaded) << loaded.error().sentence();
    table_ = std::move(*loaded);
  }
  std::vector<std::string> names(const std::vector<LaneId>& ids) const {
    std::vector<std::string> out;
    for (const LaneId id : ids) out.push_back(table_.lane(id).name);
    return out;
  }
  std::vector<std::string> lanes_for(std::string_view product, std::string_view category,
                                     std::string_view service) const {
    return names(table_.lanes_for(product, category, service));
  }
  std::vector<std::string> lanes_of(const Event& event) const {
    std::vector<LaneId> ids;
    table_.lanes_of(event, ids);
    return names(ids);
  }
  static Event windows(std::string_view channel, std::uint32_t id,
                       std::string_view provider = "Microsoft-Windows-Security-Auditing") {
    Event event;
    event.kind.product = "windows";
    event.channel = channel;
    event.provider = provider;
    event.event_id = id;
    return event;
  }
  FieldDictionary fields_;
  LogSourceTable table_;
};

TEST_F(LogSources, ProcessCreationIsSysmonAndSecurity) {
  EXPECT_THAT(lanes_for("windows", "process_creation", ""),
              ElementsAre("windows/process_creation/sysmon-1", "windows/process_creation/security-4688"));
  EXPECT_THAT(lanes_for("windows", "process_creation", "sysmon"), ElementsAre("windows/process_creation/sysmon-1"));
  EXPECT_THAT(lanes_for("", "process_creation", ""), Contains("linux/process_creation"));
}

TEST_F(LogSources, TheWiderLaneCoversTheNarrowerOnes) {
  EXPECT_THAT(lanes_for("windows", "", ""), ElementsAre("windows/any"));
  EXPECT_THAT(lanes_for("windows", "", "sysmon"), ElementsAre("windows/sysmon"));
  EXPECT_THAT(lanes_for("windows", "", "security"), ElementsAre("windows/security"));
  EXPECT_THAT(lanes_for("windows", "", "powershell"), ElementsAre("windows/powershell"));
  EXPECT_THAT(lanes_for("linux", "", ""), Contains("linux/any"));
  EXPECT_THAT(lanes_for("linux", "", ""), Not(Contains("linux/auditd")));
}

TEST_F(LogSources, AntivirusIsDefenderAndWhateverCallsItselfSo) {
  EXPECT_THAT(lanes_for("", "antivirus", ""), ElementsAre("antivirus/any", "windows/antivirus/windefend"));
}

TEST_F(LogSources, WhatNoTableKnowsHasNoLane) {
  EXPECT_THAT(lanes_for("windows", "no_such_category", ""), IsEmpty());
  EXPECT_THAT(lanes_for("", "", ""), IsEmpty());
}

TEST_F(LogSources, RecordsFindTheirLanesByChannelAndId) {
  EXPECT_THAT(lanes_of(windows("Security", 4688)),
              ElementsAre("windows/any", "windows/security", "windows/process_creation/security-4688"));
  EXPECT_THAT(lanes_of(windows("SECURITY", 4624)), ElementsAre("windows/any", "windows/security"));
  EXPECT_THAT(lanes_of(windows("Microsoft-Windows-Sysmon/Operational", 18, "Microsoft-Windows-Sysmon")),
              ElementsAre("windows/any", "windows/sysmon", "windows/pipe_created/sysmon-17-18"));
  EXPECT_THAT(lanes_of(windows("PowerShellCore/Operational", 4104, "PowerShellCore")),
              ElementsAre("windows/any", "windows/powershell", "windows/ps_script/4104"));
}

TEST_F(LogSources, AChannelWithAStarTakesAnyEnd) {
  for (const std::string_view end : {"/Kernel Mode", "/User Mode", ""}) {
    const std::string channel = fmt::format("microsoft-windows-security-mitigations{}", end);
    EXPECT_THAT(lanes_of(windows(channel, 11)), ElementsAre("windows/any", "windows/security-mitigations"));
  }
}

TEST_F(LogSources, SameIdOfAnotherProviderIsNotProcessCreation) {
  EXPECT_THAT(lanes_of(windows("Security", 4688, "Somebody Else")), ElementsAre("windows/any", "windows/security"));
}

TEST_F(LogSources, ALostProviderIsNoContradiction) {
  EXPECT_THAT(lanes_of(windows("Security", 4688, "")), Contains("windows/process_creation/security-4688"));
}

TEST_F(LogSources, AProviderAloneTellsATraceOfTheFileSystem) {
  EXPECT_THAT(lanes_of(windows("", 12, "Microsoft-Windows-Kernel-File")),
              ElementsAre("windows/any", "windows/file_access/kernel-file"));
  EXPECT_THAT(lanes_of(windows("", 13, "Microsoft-Windows-Kernel-File")), ElementsAre("windows/any"));
  EXPECT_THAT(lanes_of(windows("", 12, "")), ElementsAre("windows/any"));
}

TEST_F(LogSources, FieldConditionsTellRegistryCategoriesApart) {
  const auto registry = [&](std::string_view type) {
    Event event = windows("Microsoft-Windows-Sysmon/Operational", 12, "Microsoft-Windows-Sysmon");
    event.add(fields_.intern("EventType"), "EventType", Value::text(type));
    return lanes_of(event);
  };
  EXPECT_THAT(registry("CreateKey"),
              ElementsAre("windows/any", "windows/sysmon", "windows/registry_event/sysmon-12-13-14",
                          "windows/registry_add/sysmon-12"));
  EXPECT_THAT(registry("DeleteValue"), Contains("windows/registry_delete/sysmon-12"));
  EXPECT_THAT(registry("DeleteValue"), Not(Contains("windows/registry_add/sysmon-12")));
  EXPECT_THAT(registry("INFO"),
              ElementsAre("windows/any", "windows/sysmon", "windows/registry_event/sysmon-12-13-14"));
}

TEST_F(LogSources, OtherLogsAreToldByTheirKind) {
  Event event;
  event.kind = {"zeek", "", "dns"};
  EXPECT_THAT(lanes_of(event), ElementsAre("zeek/any", "zeek/dns", "dns/zeek-dns", "network/dns/zeek-dns"));
  event.kind = {"aws", "", "cloudtrail"};
  EXPECT_THAT(lanes_of(event), ElementsAre("aws/cloudtrail"));
  event.kind = {};
  EXPECT_THAT(lanes_of(event), IsEmpty());
}

TEST_F(LogSources, LanesOfAppendsOnly) {
  std::vector<LaneId> ids{LaneId{7}};
  table_.lanes_of(windows("System", 7045), ids);
  ASSERT_EQ(ids.size(), 3U);
  EXPECT_EQ(ids[0], LaneId{7});
}

// Every log source that a rule of SigmaHQ names.
TEST_F(LogSources, AllOfSigmaHqIsKnown) {
  const std::filesystem::path sigma = std::string(HOPTRACE_SOURCE) + "/../shared/data/sigma";
  if (!std::filesystem::exists(sigma)) GTEST_SKIP() << "no shared data beside the project";
  std::set<std::tuple<std::string, std::string, std::string>> asked;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(sigma)) {
    if (entry.path().extension() != ".yml" || !entry.path().parent_path().string().contains("rules")) continue;
    const auto documents = base::parse_yaml_file(entry.path().string());
    if (!documents) continue;
    for (const base::Yaml& document : *documents) {
      const base::Yaml* const source = document.find("logsource");
      if (source == nullptr) continue;
      asked.emplace(source->text_at("product"), source->text_at("category"), source->text_at("service"));
    }
  }
  EXPECT_GT(asked.size(), 100U);
  for (const auto& [product, category, service] : asked) {
    EXPECT_THAT(lanes_for(product, category, service), Not(IsEmpty()))
        << product << '|' << category << '|' << service;
  }
}

// ---- broken tables

class BrokenTables : public testing::Test {
 protected:
  void SetUp() override {
    content_ =
        testing::TempDir() + "log_source_test." + testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::remove_all(content_);
    std::filesystem::create_directories(content_ + "/fields");
    std::filesystem::create_directories(content_ + "/logsources");
    write("fields/f.yml", "tables:\n  t:\n    has: [A]\n");
  }
  void TearDown() override { std::filesystem::remove_all(content_); }
  void write(const std::string& name, const std::string& text) { std::ofstream(content_ + "/" + name) << text; }
  std::string error() {
    FieldDictionary fields;
    const auto loaded = LogSourceTable::load(content_, fields);
    return loaded ? "loaded" : loaded.error().sentence();
  }
  std::string content_;
};

TEST_F(BrokenTables, SmallestThatLoads) {
  write("logsources/l.yml", "lanes:\n  - {name: a, product: p, fields: t}\n");
  EXPECT_EQ(error(), "loaded");
}

TEST_F(BrokenTables, NameFileLineAndFault) {
  const std::vector<std::tuple<std::string, std::string, std::string>> faults{
      {"lanes:\n  - {name: a, product: p, chanel: x}\n", "l.yml:2", "chanel"},
      {"lanes:\n  - {product: p}\n", "l.yml:2", "name"},
      {"lanes:\n  - {name: a}\n", "l.yml:2", "product"},
      {"lanes:\n  - {name: a, product: p}\n  - {name: a, product: q}\n", "l.yml:3", "already"},
      {"lanes:\n  - {name: a, product: p, fields: nowhere}\n", "l.yml:2", "nowhere"},
      {"lanes:\n  - {name: a, product: p, event_id: -1}\n", "l.yml:2", "whole number"},
      {"lanes:\n  - {name: a, product: p, event_id: 4294967296}\n", "l.yml:2", "whole number"},
      {"lanes:\n  - {name: a, product: p, where: [x]}\n", "l.yml:2", "where"},
      {"lanes: 7\n", "l.yml:1", "lanes"},
      {"rows: []\n", "l.yml:1", "rows"},
      {"lanes: [\n", "l.yml", ""},
  };
  for (const auto& [text, place, word] : faults) {
    write("logsources/l.yml", text);
    EXPECT_THAT(error(), HasSubstr(place)) << text;
    EXPECT_THAT(error(), HasSubstr(word)) << text;
  }
}

TEST_F(BrokenTables, FieldTablesToo) {
  write("logsources/l.yml", "lanes:\n  - {name: a, product: p}\n");
  const std::vector<std::tuple<std::string, std::string, std::string>> faults{
      {"tables:\n  t:\n    like: missing\n", "f.yml:3", "missing"},
      {"tables:\n  t:\n    map: {A: {no_such: B}}\n", "f.yml:3", "no_such"},
      {"tables:\n  t:\n    map: {A: {registry_value: B}}\n", "f.yml:3", "1 fields"},
      {"tables:\n  t:\n    map: {A: [B, C, D, E, F, G, H, I, J]}\n", "f.yml:3", "9 fields"},
      {"tables:\n  t:\n    closed: perhaps\n", "f.yml:3", "true or false"},
      {"tables:\n  t:\n    hat: [A]\n", "f.yml:3", "hat"},
  };
  for (const auto& [text, place, word] : faults) {
    write("fields/f.yml", text);
    EXPECT_THAT(error(), HasSubstr(place)) << text;
    EXPECT_THAT(error(), HasSubstr(word)) << text;
  }
}

TEST_F(BrokenTables, MissingFoldersAreNamed) {
  std::filesystem::remove_all(content_ + "/logsources");
  EXPECT_THAT(error(), HasSubstr("/logsources"));
}

}  // namespace
}  // namespace hoptrace::rules
