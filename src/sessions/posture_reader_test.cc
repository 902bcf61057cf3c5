#include "sessions/posture_reader.h"

#include <gtest/gtest.h>

#include "sessions/record_for_tests.h"

namespace hoptrace::sessions {
namespace {

class PostureReaderTest : public testing::Test {
 protected:
  PostureReaderTest() { PostureReader::declare(fields_); }

  void read(const Written& record, double seconds = 0) {
    if (!reader_) reader_.emplace(fields_);
    event_.clear();
    event_.channel = record.channel, event_.provider = record.provider, event_.event_id = record.event_id;
    event_.computer = record.computer, event_.kind = record.kind, event_.timed = true;
    event_.record_id = ++records_, event_.origin = {base::ArtifactId{7}, records_ * 100};
    event_.time.ticks = Reading::kBegin + static_cast<std::int64_t>(seconds * base::Time::kTicksPerSecond);
    for (const auto& [name, value] : record.values) {
      const event::FieldId id = name.empty() ? event::field::kData : fields_.find(name);
      event_.add(id, name, event::Value::text(value));
    }
    if (reader_->asks(event_.channel, event_.provider, event_.event_id, event_.kind))
      reader_->read(event_, "acme", "host");
  }
  std::vector<PostureCount> taken() { return unpack_posture(reader_->take()).value(); }

  event::FieldDictionary fields_;
  std::optional<PostureReader> reader_;
  event::Event event_;
  std::uint64_t records_ = 0;
};

TEST_F(PostureReaderTest, RefusalsAreCountedByAccountAndFiveMinutes) {
  for (int i = 0; i < 7; ++i)
    read(
        security(4625, {{"TargetUserName", "w-ann"}, {"TargetDomainName", "ACME"}, {"IpAddress", "::ffff:10.0.0.9"}}),
        i * 30);
  Written ticket = security(4771, {{"TargetUserName", "w-ann"}, {"IpAddress", "::ffff:10.0.0.9"}});
  ticket.computer = "DC01.acme.example";
  read(ticket);
  read(security(4625, {{"TargetUserName", "WS01$"}, {"TargetDomainName", "ACME"}}));
  const auto counts = taken();
  ASSERT_EQ(counts.size(), 2u);
  EXPECT_EQ(counts[0].account, "acme.example\\w-ann");
  EXPECT_EQ(counts[1].account, "ACME\\w-ann");
  EXPECT_EQ(counts[1].count, 7u);
  EXPECT_EQ(counts[1].address, "10.0.0.9");
  EXPECT_EQ(counts[1].record_id, 1u);
  EXPECT_TRUE(taken().empty());
}

TEST_F(PostureReaderTest, MembersOfGroupsWithPowerOnly) {
  const auto made = [](std::string_view group) {
    return security(4728, {{"MemberName", "CN=w-ann,OU=P,DC=acme,DC=example"},
                           {"MemberSid", "S-1-5-21-1-2-3-1105"},
                           {"TargetUserName", "Group"},
                           {"TargetSid", group}});
  };
  read(made("S-1-5-21-1-2-3-1301"));
  read(made("S-1-5-21-1-2-3-512"));
  const auto counts = taken();
  ASSERT_EQ(counts.size(), 1u);
  EXPECT_EQ(counts[0].kind, PostureKind::kMember);
  EXPECT_EQ(counts[0].account, "acme\\w-ann");
  EXPECT_EQ(counts[0].sid, "S-1-5-21-1-2-3-1105");
}

TEST_F(PostureReaderTest, WhatGoesOutSpeaksTheProtocolOfItsPortOrNot) {
  const auto conn = [](std::string_view to, std::string_view port, std::string_view service, std::string_view bytes) {
    return zeek("conn", {{"id.orig_h", "10.0.0.9"},
                         {"id.resp_h", to},
                         {"id.resp_p", port},
                         {"service", service},
                         {"orig_bytes", bytes},
                         {"resp_bytes", "900"}});
  };
  read(conn("198.51.100.4", "443", "ssl", "500"));
  read(conn("198.51.100.5", "443", "http,ssl", "500"));
  read(conn("198.51.100.4", "995", "", "500"));
  read(conn("198.51.100.4", "995", "", "0"));     // nothing was said
  read(conn("10.0.0.4", "995", "", "500"));       // stays inside
  read(conn("198.51.100.4", "8443", "", "500"));  // the port promises nothing
  const auto counts = taken();
  ASSERT_EQ(counts.size(), 2u);
  EXPECT_EQ(counts[0].detail, "expected");
  EXPECT_EQ(counts[0].count, 2u);
  EXPECT_EQ(counts[1].detail, "other");
  EXPECT_EQ(counts[1].port, 995);
}

TEST_F(PostureReaderTest, ASecondFactorIsAskedForOrGiven) {
  Written sign_in{
      {}, {},
      0,  {{"userPrincipalName", "ann@nw.example"}, {"authenticationRequirement", "singleFactorAuthentication"}},
      "", {"azure", {}, "signinlogs"}};
  read(sign_in);
  sign_in.values.emplace_back("mfaDetail.authMethod", "Phone");
  read(sign_in);
  sign_in.values.emplace_back("status.errorCode", "50126");
  read(sign_in);  // refused
  const auto counts = taken();
  ASSERT_EQ(counts.size(), 2u);
  EXPECT_EQ(counts[0].detail, "multi");
  EXPECT_EQ(counts[1].detail, "single");
}

TEST_F(PostureReaderTest, RareRecordsOfHosts) {
  read({"System", "NETLOGON", 5829, {{"", "OLD$"}, {"", "ACME"}}});
  read({"System", "EventLog", 6009, {{"", "6.03."}, {"", "9600"}}});
  read({"Microsoft-Windows-AppLocker/EXE and DLL", "Microsoft-Windows-AppLocker", 8003, {}});
  read({"Microsoft-Windows-CodeIntegrity/Operational", "Microsoft-Windows-CodeIntegrity", 3077, {}});
  read({"Microsoft-Windows-PowerShell/Operational", "Microsoft-Windows-PowerShell", 4104, {}});
  read(security(4624, {}));
  const auto counts = taken();
  ASSERT_EQ(counts.size(), 5u);
  EXPECT_EQ(counts[0].account, "OLD$");
  EXPECT_EQ(counts[1].detail, "9600");
  EXPECT_EQ(counts[2].detail, "audit");
  EXPECT_EQ(counts[3].detail, "stopped");
  EXPECT_EQ(counts[4].kind, PostureKind::kScripts);
}

TEST_F(PostureReaderTest, BytesThatWereChangedAreRefused) {
  read(security(4625, {{"TargetUserName", "w-ann"}}));
  const std::string packed = reader_->take();
  EXPECT_FALSE(unpack_posture(std::string_view(packed).substr(0, packed.size() - 1)));
  EXPECT_FALSE(unpack_posture(packed + "x"));
}

}  // namespace
}  // namespace hoptrace::sessions
