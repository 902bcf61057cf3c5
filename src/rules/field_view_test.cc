#include "rules/field_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace hoptrace::rules {
namespace {

using event::Event;
using event::FieldDictionary;
using event::Value;
using testing::ElementsAre;
using testing::IsEmpty;

class View : public testing::Test {
 protected:
  void SetUp() override {
    auto loaded = LogSourceTable::load(std::string(HOPTRACE_SOURCE) + "/content", fields_);
    ASSERT_TRUE(loaded) << loaded.error().sentence();
    table_ = std::move(*loaded);
  }
  void add(std::string_view name, Value value) { event_.add(fields_.intern(name), name, value); }
  void add(std::string_view name, std::string_view text) { add(name, Value::text(text)); }
  void look(std::string_view lane) {
    for (const Lane& one : table_.lanes()) {
      if (one.name == lane) return view_.look_at(event_, one);
    }
    FAIL() << "no lane " << lane;
  }
  std::vector<std::string> texts(std::string_view field) {
    std::vector<std::string> out;
    view_.any_value(fields_.intern(field), [&](const SeenValue& value) {
      out.emplace_back(value.text());
      return false;
    });
    return out;
  }
  Presence presence(std::string_view field) { return view_.presence(fields_.intern(field)); }

  FieldDictionary fields_;
  LogSourceTable table_;
  Event event_;
  FieldView view_;
};

TEST_F(View, ProcessCreationOn4688) {
  add("SubjectUserSid", "S-1-5-21-1-2-3-1104");
  add("SubjectUserName", "pgustavo");
  add("SubjectDomainName", "THESHIRE");
  add("SubjectLogonId", Value::hex(0x2B78CD));
  add("NewProcessId", Value::hex(0x1870));
  add("NewProcessName", "C:\\Windows\\System32\\cmd.exe");
  add("TokenElevationType", "%%1938");
  add("ProcessId", Value::hex(0x181c));
  add("CommandLine", "\"cmd.exe\" /c whoami");
  add("TargetUserSid", "S-1-0-0");
  add("TargetUserName", "-");
  add("TargetDomainName", "-");
  add("TargetLogonId", Value::hex(0));
  add("ParentProcessName", "C:\\Users\\pgustavo\\GruntHTTP.exe");
  add("MandatoryLabel", "S-1-16-8192");
  look("windows/process_creation/security-4688");
  EXPECT_THAT(texts("Image"), ElementsAre("C:\\Windows\\System32\\cmd.exe"));
  EXPECT_THAT(texts("ParentImage"), ElementsAre("C:\\Users\\pgustavo\\GruntHTTP.exe"));
  EXPECT_THAT(texts("CommandLine"), ElementsAre("\"cmd.exe\" /c whoami"));
  EXPECT_THAT(texts("ProcessId"), ElementsAre("6256"));
  EXPECT_THAT(texts("ParentProcessId"), ElementsAre("6172"));
  EXPECT_THAT(texts("LogonId"), ElementsAre("0x2b78cd"));
  EXPECT_THAT(texts("User"), ElementsAre("THESHIRE\\pgustavo"));
  EXPECT_THAT(texts("IntegrityLevel"), ElementsAre("Medium"));
  for (const std::string_view never :
       {"OriginalFileName", "Hashes", "ParentCommandLine", "CurrentDirectory", "Company", "Description", "Product",
        "FileVersion", "ProcessGuid", "GrandParentImage"}) {
    EXPECT_THAT(texts(never), IsEmpty()) << never;
    EXPECT_EQ(presence(never), Presence::kUnknown) << never;
  }
  EXPECT_EQ(presence("Image"), Presence::kPresent);
  EXPECT_EQ(presence("User"), Presence::kPresent);
}

TEST_F(View, NewProcessUnderAnotherAccount) {
  add("SubjectUserSid", "S-1-5-18");
  add("SubjectUserName", "WORKSTATION5$");
  add("SubjectDomainName", "THESHIRE");
  add("SubjectLogonId", "0x3e7");
  add("TargetUserSid", "S-1-0-0");
  add("TargetUserName", "wardog");
  add("TargetDomainName", "THESHIRE");
  add("TargetLogonId", "0x7ED5AA");
  look("windows/process_creation/security-4688");
  EXPECT_THAT(texts("User"), ElementsAre("THESHIRE\\wardog"));
  EXPECT_THAT(texts("ParentUser"), ElementsAre("NT AUTHORITY\\SYSTEM"));
  EXPECT_THAT(texts("LogonId"), ElementsAre("0x7ed5aa"));
}

TEST_F(View, OlderWindowsLacksTheParentPlainly) {
  add("NewProcessName", "C:\\Windows\\System32\\cmd.exe");
  look("windows/process_creation/security-4688");
  EXPECT_EQ(presence("ParentImage"), Presence::kAbsent);
  EXPECT_EQ(presence("CommandLine"), Presence::kAbsent);
  EXPECT_EQ(presence("User"), Presence::kAbsent);
  EXPECT_EQ(presence("EventID"), Presence::kAbsent) << "a header's field is never unknown";
}

TEST_F(View, NetworkConnectionOn5156) {
  add("ProcessID", Value::unsigned_integer(1900));
  add("Application", "\\device\\harddiskvolume2\\windows\\system32\\svchost.exe");
  add("Direction", "%%14592");
  add("SourceAddress", "192.168.2.4");
  add("SourcePort", "49281");
  add("DestAddress", "192.168.2.5");
  add("DestPort", "3389");
  add("Protocol", Value::unsigned_integer(6));
  look("windows/network_connection/security-5156");
  EXPECT_THAT(texts("Image"), ElementsAre("C:\\windows\\system32\\svchost.exe"));
  EXPECT_THAT(texts("Initiated"), ElementsAre("false"));
  EXPECT_THAT(texts("Protocol"), ElementsAre("tcp"));
  EXPECT_THAT(texts("ProcessId"), ElementsAre("1900"));
  EXPECT_THAT(texts("SourceIp"), ElementsAre("192.168.2.4"));
  EXPECT_THAT(texts("SourcePort"), ElementsAre("49281"));
  EXPECT_THAT(texts("DestinationIp"), ElementsAre("192.168.2.5"));
  EXPECT_THAT(texts("DestinationPort"), ElementsAre("3389"));
  EXPECT_EQ(presence("DestinationHostname"), Presence::kUnknown);
  EXPECT_TRUE(view_.lane().says_little(fields_.find("Initiated")));
  EXPECT_FALSE(view_.lane().says_little(fields_.find("DestinationIp")));
  EXPECT_EQ(presence("User"), Presence::kUnknown);
}

TEST_F(View, RegistrySetOn4657) {
  add("ObjectName", "\\REGISTRY\\MACHINE\\SYSTEM\\ControlSet001\\Control\\Lsa");
  add("ObjectValueName", "RunAsPPL");
  add("OperationType", "%%1904");
  add("NewValueType", "%%1876");
  add("NewValue", "0");
  add("ProcessId", "0xce4");
  add("ProcessName", "C:\\Windows\\regedit.exe");
  add("SubjectUserName", "dadmin");
  add("SubjectDomainName", "CONTOSO");
  look("windows/registry_set/security-4657");
  EXPECT_THAT(texts("TargetObject"), ElementsAre("HKLM\\System\\CurrentControlSet\\Control\\Lsa\\RunAsPPL"));
  EXPECT_THAT(texts("Details"), ElementsAre("DWORD (0x00000000)"));
  EXPECT_THAT(texts("EventType"), ElementsAre("SetValue"));
  EXPECT_THAT(texts("Image"), ElementsAre("C:\\Windows\\regedit.exe"));
  EXPECT_THAT(texts("User"), ElementsAre("CONTOSO\\dadmin"));
  EXPECT_EQ(presence("NewName"), Presence::kUnknown);
}

TEST_F(View, SysmonIsReadAsItIs) {
  add("Image", "C:\\a.exe");
  look("windows/process_creation/sysmon-1");
  EXPECT_THAT(texts("Image"), ElementsAre("C:\\a.exe"));
  EXPECT_EQ(presence("ParentUser"), Presence::kAbsent) << "an older Sysmon has no such field yet";
  EXPECT_EQ(presence("GrandParentImage"), Presence::kUnknown);
}

TEST_F(View, SysmonsHashesHaveNamesOfTheirOwn) {
  add("Hashes", "SHA256=0F,IMPHASH=63");
  look("windows/process_creation/sysmon-1");
  EXPECT_THAT(texts("Hashes"), ElementsAre("SHA256=0F,IMPHASH=63"));
  EXPECT_THAT(texts("Imphash"), ElementsAre("63"));
  EXPECT_EQ(presence("md5"), Presence::kAbsent) << "the configuration could have asked for it";
}

TEST_F(View, EvidenceGoesBeforeTheTable) {
  add("GrandParentImage", "C:\\g.exe");
  look("windows/process_creation/sysmon-1");
  EXPECT_EQ(presence("GrandParentImage"), Presence::kPresent);
  EXPECT_THAT(texts("GrandParentImage"), ElementsAre("C:\\g.exe"));
}

TEST_F(View, OpenLanesLackNothing) {
  look("windows/application");
  EXPECT_EQ(presence("Whatever"), Presence::kAbsent);
}

TEST_F(View, RepeatedNamesGiveAllTheirValues) {
  add("Data", "one");
  add("Data", "two");
  look("windows/application");
  EXPECT_THAT(texts("Data"), ElementsAre("one", "two"));
}

TEST_F(View, TheFirstSpellingThatIsThereCounts) {
  add("id_orig_h", "10.0.1.4");
  look("zeek/conn");
  EXPECT_THAT(texts("id.orig_h"), ElementsAre("10.0.1.4"));
  EXPECT_THAT(texts("src_ip"), ElementsAre("10.0.1.4"));
  EXPECT_EQ(presence("dst_ip"), Presence::kAbsent);
}

TEST_F(View, NumbersStayNumbers) {
  add("SourcePort", Value::unsigned_integer(49281));
  look("windows/network_connection/sysmon-3");
  view_.any_value(fields_.intern("SourcePort"), [&](const SeenValue& value) {
    EXPECT_EQ(value.value().as_number(event_.arena()), 49281);
    return true;
  });
}

TEST_F(View, ANewRecordForgetsTheLastOnesConversions) {
  add("NewProcessId", Value::hex(16));
  look("windows/process_creation/security-4688");
  EXPECT_THAT(texts("ProcessId"), ElementsAre("16"));
  event_.clear();
  add("NewProcessId", Value::hex(17));
  look("windows/process_creation/security-4688");
  EXPECT_THAT(texts("ProcessId"), ElementsAre("17"));
}

TEST_F(View, KeywordsSeeEveryValueAndTheHeader) {
  event_.add(event::field::kProviderName, "Provider_Name", Value::text("Who"), true);
  add("A", "one");
  event_.add(event::FieldId::kOther, "NobodyAsks", Value::integer(7));
  look("windows/application");
  std::vector<std::string> all;
  view_.any_in_record([&](const SeenValue& value) {
    all.emplace_back(value.text());
    return false;
  });
  EXPECT_THAT(all, ElementsAre("Who", "one", "7"));
}

}  // namespace
}  // namespace hoptrace::rules
