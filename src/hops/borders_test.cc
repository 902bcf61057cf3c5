#include <gtest/gtest.h>

#include <algorithm>

#include "hops/story_for_tests.h"

namespace hoptrace::hops {
namespace {

using sessions::FactKind;

tenants::Network network(std::string_view text) {
  return *tenants::parse_network(text);
}

// A provider with two clients; who comes from it comes to "acme" as an address of its VPN pool.
tenants::Tenants provider_and_clients() {
  tenants::Tenant msp, acme, birch;
  msp.name = "msp", msp.role = tenants::Role::kMsp, msp.jump_hosts = {"JUMP1", "JUMP2"};
  msp.networks = {network("10.9.0.0/16")};
  acme.name = "acme", acme.role = tenants::Role::kClient, acme.msp = "msp";
  acme.networks = {network("10.1.0.0/16")}, acme.vpn_pools = {network("10.1.250.0/24")};
  acme.msp_accounts = {{"ACME\\w-*"}};
  birch = acme;
  birch.name = "birch", birch.msp_accounts = {{"BIRCH\\w-*"}};
  return tenants::Tenants({msp, acme, birch});
}

const tenants::Tenants kAll = provider_and_clients();

void connection_out(Story& story, double second, std::string_view host, std::string_view to, std::uint16_t port) {
  story.turn_to_tenant("msp");
  story.flow_out(second, host, "10.9.0.5", 50001, to, port);
}
void desktop(Story& story, double second, std::string_view account, std::string_view address) {
  story.turn_to_tenant("acme");
  story.logon(second, "FS1", account, address, 0x1000, 10);
}

TEST(Borders, AConnectionOutOfOnePartnerAtTheMomentIsTheNearEnd) {
  Story story;
  connection_out(story, 100, "JUMP1", "203.0.113.7", 3389);
  desktop(story, 101, "ACME\\w-admin", "10.1.250.4");
  const auto result = trace(story, kAll);
  ASSERT_EQ(result.hops.size(), 1U);
  const Hop& hop = result.hops[0];
  ASSERT_TRUE(hop.from);
  EXPECT_EQ(*hop.from, (Place{"msp", "JUMP1"}));
  EXPECT_EQ(hop.to, (Place{"acme", "FS1"}));
  EXPECT_TRUE(hop.border);
  EXPECT_EQ(hop.status, Status::kConfirmed);
}

// A host of which no other record names the address: who goes to it writes down both. Of a host without records of
// its own a name says nothing: it may be a partner's, behind a tunnel.
TEST(Identity, WhoGoesToAHostNamesItsAddress) {
  for (const bool speaks : {true, false}) {
    Story story("acme");
    story.say(FactKind::kRdpClient, 10, "WS1", "ACME\\ann").peer_host = story.text("DC1");
    story.say(FactKind::kRdpClient, 10.2, "WS1", "ACME\\ann").peer_address = story.text("10.1.0.10");
    if (speaks) story.say(FactKind::kLogon, 20, "DC1", "ACME\\ann").logon_type = 2;
    desktop(story, 600, "ACME\\ann", "10.1.0.10");
    const auto result = trace(story, kAll);
    const auto here = std::ranges::find(result.hops, "FS1", [](const Hop& hop) { return hop.to.host; });
    ASSERT_NE(here, result.hops.end());
    ASSERT_TRUE(here->from);
    EXPECT_EQ(here->from->host, speaks ? "DC1" : "10.1.0.10");
  }
}

TEST(Borders, OfTwoThatFitNoneIsTaken) {
  Story story;
  connection_out(story, 100, "JUMP1", "203.0.113.7", 3389);
  connection_out(story, 100.5, "JUMP2", "203.0.113.7", 3389);
  desktop(story, 101, "ACME\\w-admin", "10.1.250.4");
  const auto result = trace(story, kAll);
  ASSERT_EQ(result.hops.size(), 1U);
  EXPECT_EQ(result.hops[0].from, (Place{"msp", ""}));  // theirs, but which host is not known
  EXPECT_TRUE(result.hops[0].border);
  ASSERT_EQ(result.hops[0].candidates.size(), 2U);
  EXPECT_EQ(result.hops[0].candidates[1], (Place{"msp", "JUMP2"}));
  EXPECT_TRUE(result.hops[0].gap);
}

TEST(Borders, AConnectionThatStaysInItsOwnNetworkIsNotTheNearEnd) {
  Story story;
  connection_out(story, 100, "JUMP1", "10.9.0.77", 3389);
  desktop(story, 101, "ACME\\w-admin", "10.1.250.4");
  const auto result = trace(story, kAll);
  const auto here = std::ranges::find(result.hops, "FS1", [](const Hop& hop) { return hop.to.host; });
  ASSERT_NE(here, result.hops.end());
  EXPECT_EQ(here->from, (Place{"msp", ""}));
}

TEST(Borders, CredentialsThatWereUsedForAnotherAreNotTheNearEnd) {
  for (const bool his : {true, false}) {
    Story story;
    story.turn_to_tenant("msp");
    auto& used = story.say(FactKind::kExplicit, 100, "JUMP1", "ann");
    used.account = story.text(his ? "ACME\\w-admin" : "MSP\\adm-ann");
    used.peer_address = story.text("203.0.113.7");
    desktop(story, 101, "ACME\\w-admin", "10.1.250.4");
    const auto result = trace(story, kAll);
    const auto here = std::ranges::find(result.hops, "FS1", [](const Hop& hop) { return hop.to.host; });
    ASSERT_NE(here, result.hops.end());
    EXPECT_EQ(here->from, (Place{"msp", his ? "JUMP1" : ""}));
  }
}

// Both clients have 10.1.0.0/16 and a host of that name.
TEST(Borders, AnAddressThatTwoClientsHaveIsNeithers) {
  Story story;
  for (const char* const client : {"acme", "birch"}) {
    story.turn_to_tenant(client);
    story.say(FactKind::kLogon, 10, "SRV", "ann").logon_type = 2;
  }
  story.turn_to_tenant("msp");
  auto& used = story.say(FactKind::kExplicit, 100, "JUMP1", "ann");
  used.account = story.text("BIRCH\\w-admin");
  used.peer_host = story.text("SRV");
  used.peer_address = story.text("10.1.0.10");
  for (const Hop& hop : trace(story, kAll).hops) EXPECT_NE(hop.to.tenant, "acme") << hop.to.host;
}

TEST(Borders, TheirAccountAloneIsACrossingFromNobodyKnowsWhere) {
  Story story;
  desktop(story, 101, "ACME\\w-admin", "10.1.250.4");
  const auto result = trace(story, kAll);
  ASSERT_EQ(result.hops.size(), 1U);
  EXPECT_TRUE(result.hops[0].border);
  EXPECT_EQ(result.hops[0].from, (Place{"msp", ""}));
  ASSERT_EQ(result.hops[0].candidates.size(), 2U);  // the provider's jump hosts
  EXPECT_EQ(result.hops[0].candidates[0], (Place{"msp", "JUMP1"}));
  EXPECT_TRUE(result.hops[0].gap);
}

TEST(Borders, AnotherWayInIsNotTheNearEnd) {
  Story story;
  connection_out(story, 100, "JUMP1", "203.0.113.7", 5985);
  desktop(story, 101, "ACME\\x", "10.1.250.4");
  const auto result = trace(story, kAll);
  ASSERT_EQ(result.hops.size(), 1U);
  EXPECT_FALSE(result.hops[0].from);
  EXPECT_FALSE(result.hops[0].border);
}

TEST(Borders, ClientsOfOneProviderAreNotJoined) {
  Story story;
  story.turn_to_tenant("birch");
  story.flow_out(100, "FS1", "10.1.0.9", 50001, "203.0.113.7", 3389);
  desktop(story, 101, "ACME\\ann", "10.1.250.4");
  for (const Hop& hop : trace(story, kAll).hops) EXPECT_FALSE(hop.border) << hop.to.host;
}

TEST(Borders, AVpnSessionOfTheProviderHadTheAddress) {
  Story story("acme");
  auto& vpn = story.say(FactKind::kVpnBegin, 0, "", "w-admin");
  vpn.account = story.text("ACME\\w-admin");
  vpn.own_address = story.text("10.1.250.4");
  vpn.peer_address = story.text("198.51.100.7");
  vpn.witness = sessions::Witness::kVpn;
  desktop(story, 1000, "ACME\\ann", "10.1.250.4");
  desktop(story, 9000, "ACME\\bob", "10.1.250.5");
  const auto result = trace(story, kAll);
  ASSERT_EQ(result.hops.size(), 2U);
  EXPECT_TRUE(result.hops[0].border);
  EXPECT_TRUE(
      std::ranges::any_of(result.hops[0].evidence, [](const Evidence& e) { return e.side == Side::kNetwork; }));
  EXPECT_FALSE(result.hops[1].border);  // another address of the pool
}

}  // namespace
}  // namespace hoptrace::hops
