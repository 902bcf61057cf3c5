// Abroad, by two organisations of which one serves the other and sees it under translated addresses.
#include "hops/abroad.h"

#include <gtest/gtest.h>

#include "hops/story_for_tests.h"
#include "tenants/tenants_file.h"

namespace hoptrace::hops {
namespace {

using sessions::FactKind;

// The provider writes 10.202.1.x for what the client has as 192.168.1.x; the client sees the provider as
// 192.168.1.250.
constexpr const char* kTwo =
    "tenants:\n  - name: msp\n    role: msp\n    domains: [msp.example]\n    networks: [10.10.0.0/16]\n"
    "  - name: acme\n    role: client\n    domains: [acme.example]\n    networks: [192.168.1.0/24, 10.202.0.0/16]\n"
    "    vpn_pools: [192.168.1.250/32]\n    msp: msp\n    msp_accounts: ['ACME\\serve']\n";

void visit(Story& story, double second, int server, std::uint16_t port, bool kept) {
  const std::string name = "S" + std::to_string(server), own = "192.168.1.1" + std::to_string(server);
  story.turn_to_tenant("msp");
  story.flow_out(second, "JUMP1", "10.10.1.5", port, "10.202.1.1" + std::to_string(server), 3389);
  story.turn_to_tenant("acme");
  story.flow_in(second + 0.1, name, "192.168.1.250", static_cast<std::uint16_t>(port + 1000), own, 3389);
  if (kept) story.logon(second + 0.5, name, "ACME\\serve", "192.168.1.250", port, 10);
}

TEST(Abroad, AnAddressStandsForTheHostWithTheSameEnding) {
  const auto tenants = tenants::parse_tenants(kTwo, "tenants.yaml");
  ASSERT_TRUE(tenants);
  Story story("acme");
  for (int server = 1; server <= 4; ++server)
    visit(story, 1000.0 * server, server, static_cast<std::uint16_t>(50000 + server), true);
  const auto result = trace(story, *tenants);
  ASSERT_EQ(result.hops.size(), 4U);
  for (const Hop& hop : result.hops) {
    ASSERT_TRUE(hop.from);
    EXPECT_EQ(hop.from->host, "JUMP1");
    EXPECT_EQ(hop.from->tenant, "msp");
    EXPECT_TRUE(hop.border);
  }
}

// A client's own people come in by a pool, too: what goes out of the provider at the same moment is not theirs.
TEST(Abroad, APoolOfTheStaffsIsNoDoor) {
  const auto tenants = tenants::parse_tenants(kTwo, "tenants.yaml");
  ASSERT_TRUE(tenants);
  Story story("acme");
  for (int server = 1; server <= 4; ++server)
    visit(story, 1000.0 * server, server, static_cast<std::uint16_t>(50000 + server), true);
  story.logon(9000, "S1", "ACME\\ann", "192.168.1.77", 0x77, 10);
  story.turn_to_tenant("msp");
  story.flow_out(9000, "JUMP1", "10.10.1.5", 51000, "10.202.1.11", 3389);
  for (const Hop& hop : trace(story, *tenants).hops) {
    if (hop.account != "ACME\\ann") continue;
    EXPECT_TRUE(!hop.from || hop.from->tenant == "acme");
  }
}

}  // namespace
}  // namespace hoptrace::hops
