// Zeek, VPN and clouds.
#include <gtest/gtest.h>

#include "sessions/cloud_sign_in.h"
#include "sessions/record_for_tests.h"

namespace hoptrace::sessions {
namespace {

Values between(Values more) {
  Values values = {{"uid", "Cabc"},
                   {"id.orig_h", "10.0.0.5"},
                   {"id.orig_p", "50001"},
                   {"id.resp_h", "10.0.0.6"},
                   {"id.resp_p", "445"}};
  values.insert(values.end(), more.begin(), more.end());
  return values;
}

class NetworkFacts : public testing::Test {
 protected:
  Fact one(const Written& record) { return reading.one(record); }
  std::string_view text(Text text) const { return reading.text(text); }
  Reading reading;
};

TEST_F(NetworkFacts, a_connection_that_came_about) {
  const Fact fact = one(zeek(
      "conn",
      between(
          {{"service", "krb,smb,gssapi"}, {"conn_state", "RSTO"}, {"orig_bytes", "4060"}, {"resp_bytes", "1681"}})));
  EXPECT_EQ(fact.kind, FactKind::kFlowSeen);
  EXPECT_EQ(fact.witness, Witness::kNetwork);
  EXPECT_EQ(text(fact.own_address), "10.0.0.5");
  EXPECT_EQ(text(fact.peer_address), "10.0.0.6");
  EXPECT_EQ(fact.peer_port, 445);
  EXPECT_EQ(fact.logon_id, 4060U);
  EXPECT_EQ(fact.actor_logon, 1681U);
  EXPECT_NE(fact.guid, 0U);
  EXPECT_EQ(fact_channels()[fact.channel], "zeek/conn");
  EXPECT_TRUE(reading.is_left_out(zeek("conn", between({{"conn_state", "S0"}}))));
  Values web = between({{"conn_state", "SF"}, {"service", "ssl"}});
  web[4].second = "443";
  EXPECT_TRUE(reading.is_left_out(zeek("conn", web)));
}

TEST_F(NetworkFacts, tickets_seen_on_the_way) {
  const Fact fact = one(zeek(
      "kerberos",
      between(
          {{"request_type", "TGS"}, {"client", "anna/ACME.EXAMPLE"}, {"service", "cifs/WS6"}, {"success", "true"}})));
  EXPECT_EQ(fact.kind, FactKind::kServiceTicket);
  EXPECT_EQ(text(fact.account), "ACME.EXAMPLE\\anna");
  EXPECT_EQ(text(fact.detail), "cifs/WS6");
  EXPECT_EQ(
      one(zeek("kerberos",
               between(
                   {{"request_type", "AS"}, {"client", "anna/ACME"}, {"service", "krbtgt/ACME"}, {"success", "T"}})))
          .kind,
      FactKind::kTicketGranted);
  EXPECT_TRUE(reading.is_left_out(zeek("kerberos", between({{"client", "anna/ACME"}, {"service", "cifs/WS6"}}))));
}

TEST_F(NetworkFacts, ntlm_names_the_answerer) {
  const Fact fact = one(zeek("ntlm", between({{"username", "anna"},
                                              {"domainname", "ACME"},
                                              {"hostname", "KALI"},
                                              {"server_dns_computer_name", "ws6.acme.example"},
                                              {"success", "true"}})));
  EXPECT_EQ(fact.kind, FactKind::kNtlmChecked);
  EXPECT_EQ(text(fact.account), "ACME\\anna");
  EXPECT_EQ(text(fact.peer_host), "ws6.acme.example");
  EXPECT_EQ(text(fact.detail), "KALI");
}

TEST_F(NetworkFacts, shares_files_and_calls) {
  const Fact share = one(zeek("smb_mapping", between({{"path", "\\\\WS6\\C$"}, {"share_type", "DISK"}})));
  EXPECT_EQ(share.kind, FactKind::kShare);
  EXPECT_EQ(text(share.peer_host), "WS6");
  EXPECT_EQ(text(share.detail), "C$");
  EXPECT_TRUE(reading.is_left_out(zeek("smb_mapping", between({{"path", "\\\\WS6\\IPC$"}}))));
  const Fact file = one(zeek(
      "smb_files", between({{"action", "SMB::FILE_WRITE"}, {"path", "\\\\WS6\\C$"}, {"name", "Windows\\a.exe"}})));
  EXPECT_EQ(file.kind, FactKind::kFile);
  EXPECT_EQ(text(file.detail), "C$\\Windows\\a.exe");
  const Fact call = one(zeek("dce_rpc", between({{"endpoint", "svcctl"}, {"operation", "CreateServiceW"}})));
  EXPECT_EQ(call.kind, FactKind::kPipe);
  EXPECT_EQ(text(call.detail), "svcctl CreateServiceW");
  EXPECT_EQ(one(zeek("dce_rpc", between({{"endpoint", "drsuapi"}, {"operation", "DRSGetNCChanges"}}))).kind,
            FactKind::kReplication);
  EXPECT_TRUE(reading.is_left_out(zeek("dce_rpc", between({{"endpoint", "drsuapi"}, {"operation", "DRSBind"}}))));
}

TEST_F(NetworkFacts, remote_desktop_and_ssh) {
  const Fact fact = one(zeek("rdp", between({{"cookie", "anna"}, {"client_name", "WS5"}})));
  EXPECT_EQ(fact.kind, FactKind::kRdpArrival);
  EXPECT_EQ(text(fact.account), "anna");
  EXPECT_EQ(text(fact.detail), "WS5");
  EXPECT_EQ(one(zeek("ssh", between({{"auth_success", "true"}}))).kind, FactKind::kFlowSeen);
  EXPECT_TRUE(reading.is_left_out(zeek("ssh", between({{"auth_success", "false"}}))));
}

TEST_F(NetworkFacts, leases_and_names) {
  const Fact lease =
      one(zeek("dhcp", {{"assigned_addr", "10.0.0.9"}, {"host_name", "WS9"}, {"lease_time", "86400.0"}}));
  EXPECT_EQ(lease.kind, FactKind::kLease);
  EXPECT_EQ(text(lease.peer_host), "WS9");
  EXPECT_EQ(text(lease.peer_address), "10.0.0.9");
  EXPECT_EQ(lease.logon_id, 86400U);
  const Fact name =
      one(zeek("dns", between({{"query", "ws6.acme.example"}, {"answers", "alias"}, {"answers", "10.0.0.6"}})));
  EXPECT_EQ(name.kind, FactKind::kName);
  EXPECT_EQ(text(name.peer_address), "10.0.0.6");
  EXPECT_TRUE(reading.is_left_out(zeek("dns", between({{"query", "www.example"}, {"answers", "93.184.1.1"}}))));
  EXPECT_TRUE(reading.is_left_out(zeek("dns", between({{"query", "_ldap._tcp.acme"}, {"answers", "10.0.0.6"}}))));
}

TEST_F(NetworkFacts, vpn) {
  Written record{{}, {}, 0, {}, "gw1", {"vpn", "remote_access", {}}};
  record.values = {{"user", "anna"}, {"public_ip", "203.0.113.7"}, {"assigned_ip", "10.99.0.4"}, {"action", "begin"}};
  const Fact fact = one(record);
  EXPECT_EQ(fact.kind, FactKind::kVpnBegin);
  EXPECT_EQ(fact.witness, Witness::kVpn);
  EXPECT_EQ(text(fact.account), "anna");
  EXPECT_EQ(text(fact.peer_address), "203.0.113.7");
  EXPECT_EQ(text(fact.own_address), "10.99.0.4");
  EXPECT_EQ(text(fact.host), "gw1");
  record.values[3].second = "end";
  EXPECT_EQ(one(record).kind, FactKind::kVpnEnd);
  record.values[3].second = "other";
  EXPECT_TRUE(reading.is_left_out(record));
}

TEST_F(NetworkFacts, sign_ins_from_one_organisation_into_another) {
  Written record{{}, {}, 0, {}, "", {"azure", {}, "signinlogs"}};
  record.values = {{"userPrincipalName", "anna@msp.example"},
                   {"ipAddress", "203.0.113.7"},
                   {"crossTenantAccessType", "serviceProvider"},
                   {"homeTenantId", "aaaa"},
                   {"resourceTenantId", "bbbb"},
                   {"appDisplayName", "Azure|Portal"},
                   {"status.errorCode", "0"}};
  const Fact fact = one(record);
  EXPECT_EQ(fact.kind, FactKind::kCloudSignIn);
  EXPECT_EQ(text(fact.account), "anna@msp.example");
  EXPECT_EQ(text(fact.actor), "aaaa");
  EXPECT_EQ(text(fact.peer_address), "203.0.113.7");
  const CloudSignIn sign_in = CloudSignIn::of(text(fact.detail));
  EXPECT_EQ(sign_in.access, "serviceProvider");
  EXPECT_EQ(sign_in.home, "aaaa");
  EXPECT_EQ(sign_in.resource, "bbbb");
  EXPECT_EQ(sign_in.app, "Azure");
  EXPECT_TRUE(sign_in.crosses());
  record.values[6].second = "50126";
  EXPECT_TRUE(reading.is_left_out(record)) << "refused";
}

TEST_F(NetworkFacts, sign_ins_within_one_organisation_are_kept_once_an_hour) {
  Written record{{}, {}, 0, {}, "", {"m365", {}, "audit"}};
  record.values = {
      {"Operation", "UserLoggedIn"}, {"UserId", "anna@acme.example"}, {"ClientIP", "[2001:db8::7]:50123"}};
  EXPECT_EQ(text(one(record).peer_address), "2001:db8::7");
  EXPECT_TRUE(reading.is_left_out(record));
}

TEST_F(NetworkFacts, changes_in_the_cloud) {
  Written record{{}, {}, 0, {}, "", {"azure", {}, "auditlogs"}};
  record.values = {{"activityDisplayName", "Add service principal"},
                   {"initiatedBy.user.userPrincipalName", "anna@acme.example"},
                   {"initiatedBy.user.ipAddress", "203.0.113.7:4000"},
                   {"targetResources.displayName", "App"}};
  const Fact fact = one(record);
  EXPECT_EQ(fact.kind, FactKind::kCloudChange);
  EXPECT_EQ(text(fact.actor), "anna@acme.example");
  EXPECT_EQ(text(fact.peer_address), "203.0.113.7");
  EXPECT_EQ(text(fact.detail), "Add service principal|App");
}

TEST(CloudSignIn, reads_what_it_has_joined) {
  const CloudSignIn sign_in{.access = {}, .home = "a", .resource = "a", .app = "x", .target = {}};
  EXPECT_EQ(sign_in.joined(), "|a|a|x|");
  EXPECT_FALSE(CloudSignIn::of(sign_in.joined()).crosses());
  EXPECT_EQ(CloudSignIn::of("").home, "");
  EXPECT_EQ(CloudSignIn::of("||||||").target, "");
}

}  // namespace
}  // namespace hoptrace::sessions
