#include <gtest/gtest.h>

#include "sessions/record_for_tests.h"

namespace hoptrace::sessions {
namespace {

Values logon(std::string_view type, std::string_view name, std::string_view address) {
  return {{"SubjectUserSid", "S-1-0-0"},
          {"SubjectUserName", "-"},
          {"SubjectLogonId", "0x0"},
          {"TargetUserSid", "S-1-22-1-1"},  // of no domain: nothing is told of it
          {"TargetUserName", name},
          {"TargetDomainName", "ACME"},
          {"TargetLogonId", "0x1a2b3c"},
          {"LogonType", type},
          {"LogonProcessName", "NtLmSsp "},
          {"WorkstationName", "WS7"},
          {"IpAddress", address},
          {"IpPort", "50123"},
          {"LogonGuid", "{00000000-0000-0000-0000-000000000000}"}};
}

TEST(LogonFacts, a_network_logon) {
  Reading reading;
  const Fact fact = reading.one(security(4624, logon("3", "anna", "::ffff:10.1.2.3")));
  EXPECT_EQ(fact.kind, FactKind::kLogon);
  EXPECT_EQ(fact.witness, Witness::kHost);
  EXPECT_EQ(fact.time.ticks, Reading::kBegin);
  EXPECT_EQ(reading.text(fact.tenant), "acme");
  EXPECT_EQ(reading.text(fact.host), "FS01.acme.example");
  EXPECT_EQ(reading.text(fact.account), "ACME\\anna");
  EXPECT_EQ(fact.actor, kNoText);
  EXPECT_EQ(reading.text(fact.peer_host), "WS7");
  EXPECT_EQ(reading.text(fact.peer_address), "10.1.2.3");
  EXPECT_EQ(reading.text(fact.detail), "NtLmSsp");
  EXPECT_EQ(fact.peer_port, 50123);
  EXPECT_EQ(fact.logon_type, 3);
  EXPECT_EQ(fact.logon_id, 0x1a2b3cU);
  EXPECT_EQ(fact.guid, 0U) << "a GUID of zeros joins nothing";
  EXPECT_EQ(fact.event_id, 4624);
  EXPECT_EQ(fact.record_id, 1U);
  EXPECT_EQ(fact.offset, 100U);
  EXPECT_EQ(fact.artifact, base::ArtifactId{7});
  EXPECT_EQ(fact_channels()[fact.channel], "Security");
}

TEST(LogonFacts, channels_are_told_without_regard_to_case_and_by_provider_where_they_are_not_named) {
  Reading reading;
  Written record = security(4624, logon("3", "anna", "10.1.2.3"));
  record.channel = "security";
  EXPECT_FALSE(reading.is_left_out(record));
  record.channel = "";
  EXPECT_FALSE(reading.is_left_out(record));
  record.provider = "Some Other Provider";
  EXPECT_TRUE(reading.is_left_out(record));
  record.channel = "Security";
  EXPECT_TRUE(reading.is_left_out(record)) << "another provider's event of the same number";
  record.provider = "";
  EXPECT_FALSE(reading.is_left_out(record));
}

TEST(LogonFacts, the_host_itself_is_left_out) {
  Reading reading;
  Values values = logon("5", "SYSTEM", "-");
  values[3].second = "S-1-5-18";
  EXPECT_TRUE(reading.is_left_out(security(4624, values)));
  values = logon("2", "DWM-3", "-");
  values[3].second = "S-1-5-90-0-3";
  EXPECT_TRUE(reading.is_left_out(security(4624, values)));
  EXPECT_TRUE(reading.is_left_out(security(4624, logon("3", "anna", "127.0.0.1"))));
  EXPECT_TRUE(reading.is_left_out(security(4624, logon("3", "anna", "::1"))));
  EXPECT_FALSE(reading.is_left_out(security(4624, logon("10", "anna", "127.0.0.1")))) << "the end of a tunnel";
}

TEST(LogonFacts, a_logon_tells_whose_a_sid_is) {
  Reading reading;
  Values network = logon("3", "anna", "10.1.2.3"), screen = logon("2", "anna", "-");
  network[3].second = screen[3].second = "S-1-5-21-1";
  reading.read(security(4624, network));
  reading.read(security(4624, screen), 60);
  ASSERT_EQ(reading.rows().size(), 3U) << "two logons, and the SID once a day";
  EXPECT_EQ(reading.rows()[1].kind, FactKind::kSid);
  EXPECT_EQ(reading.text(reading.rows()[1].account), "ACME\\anna");
  EXPECT_EQ(reading.text(reading.rows()[1].detail), "S-1-5-21-1");
}

TEST(LogonFacts, machines_are_kept_once_an_hour) {
  Reading reading;
  const Written here = security(4624, logon("3", "WS7$", "10.1.2.3"));
  reading.read(here);
  reading.read(here, 60);
  EXPECT_EQ(reading.rows().size(), 1U);
  reading.read(security(4624, logon("3", "WS7$", "10.1.2.4")), 61);
  EXPECT_EQ(reading.rows().size(), 2U) << "it has another address now";
  reading.read(here, 3601);
  EXPECT_EQ(reading.rows().size(), 3U);
  EXPECT_EQ(reading.reader().take()->rows.size(), 3U);
  reading.read(here, 3602);
  EXPECT_EQ(reading.rows().size(), 1U) << "what one piece keeps does not hang on another";
}

TEST(LogonFacts, a_logoff_ends_a_users_session) {
  Reading reading;
  Values values = {{"TargetUserSid", "S-1-5-21-1"},
                   {"TargetUserName", "anna"},
                   {"TargetDomainName", "ACME"},
                   {"TargetLogonId", "1715004"},
                   {"LogonType", "10"}};
  const Fact fact = reading.one(security(4634, values));
  EXPECT_EQ(fact.kind, FactKind::kLogoff);
  EXPECT_EQ(fact.logon_id, 1715004U);
  EXPECT_EQ(fact.logon_type, 10);
  values[1].second = "WS7$";
  EXPECT_TRUE(reading.is_left_out(security(4634, values)));
}

Values explicit_use(std::string_view subject, std::string_view server) {
  return {{"SubjectUserSid", "S-1-5-21-1"}, {"SubjectUserName", subject},  {"SubjectDomainName", "ACME"},
          {"SubjectLogonId", "0x77"},       {"TargetUserName", "svc-msp"}, {"TargetDomainName", "ACME"},
          {"TargetServerName", server},     {"TargetInfo", "cifs/DC01"},   {"IpAddress", "-"}};
}

TEST(LogonFacts, credentials_used_towards_another_host) {
  Reading reading;
  const Fact fact = reading.one(security(4648, explicit_use("anna", "DC01.acme.example")));
  EXPECT_EQ(fact.kind, FactKind::kExplicit);
  EXPECT_EQ(reading.text(fact.actor), "ACME\\anna");
  EXPECT_EQ(fact.actor_logon, 0x77U);
  EXPECT_EQ(reading.text(fact.account), "ACME\\svc-msp");
  EXPECT_EQ(reading.text(fact.peer_host), "DC01.acme.example");
  EXPECT_EQ(reading.text(fact.detail), "cifs/DC01");
}

TEST(LogonFacts, credentials_used_here_have_no_peer_and_count_only_for_users) {
  Reading reading;
  EXPECT_EQ(reading.one(security(4648, explicit_use("anna", "localhost"))).peer_host, kNoText);
  EXPECT_EQ(reading.one(security(4648, explicit_use("anna", "FS01"))).peer_host, kNoText);
  EXPECT_TRUE(reading.is_left_out(security(4648, explicit_use("FS01$", "localhost"))));
  EXPECT_FALSE(reading.is_left_out(security(4648, explicit_use("FS01$", "DC01"))));
}

TEST(LogonFacts, a_reconnection_from_the_console_is_none) {
  Reading reading;
  Values values = {{"AccountName", "anna"},
                   {"AccountDomain", "ACME"},
                   {"LogonID", "0x99"},
                   {"ClientName", "WS7"},
                   {"ClientAddress", "10.1.2.3"}};
  const Fact fact = reading.one(security(4778, values));
  EXPECT_EQ(fact.kind, FactKind::kReconnect);
  EXPECT_EQ(fact.logon_id, 0x99U);
  EXPECT_EQ(reading.text(fact.peer_host), "WS7");
  values[3].second = "Unknown";
  values[4].second = "LOCAL";
  EXPECT_TRUE(reading.is_left_out(security(4778, values)));
}

TEST(LogonFacts, hostile_texts_are_cut_between_characters) {
  Reading reading;
  std::string name;
  for (int i = 0; i < 5000; ++i) name += "\xC3\xA4";
  Values values = logon("3", name, "10.1.2.3");
  values[9].second = name;
  const Fact fact = reading.one(security(4624, values));
  EXPECT_LE(reading.text(fact.account).size(), 256U);
  EXPECT_EQ(reading.text(fact.peer_host).size(), 256U);
  EXPECT_EQ(static_cast<unsigned char>(reading.text(fact.peer_host).back()), 0xA4);
}

TEST(LogonFacts, a_record_without_its_own_time_says_nothing) {
  Reading reading;
  event::Event& event = reading.fill(security(4624, logon("3", "anna", "10.1.2.3")), 0);
  event.timed = false;
  reading.reader().read(event, "acme", "FS01");
  EXPECT_TRUE(reading.rows().empty());
}

}  // namespace
}  // namespace hoptrace::sessions
