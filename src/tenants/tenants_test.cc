#include "tenants/tenants.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tenants/tenants_file.h"

namespace hoptrace::tenants {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

// The example of the contract, whole.
constexpr std::string_view kExample = R"(tenants:
  - name: northwind-msp
    role: msp
    domains: [nwmsp.example]
    networks: [10.10.0.0/16]
    vpn_pools: [10.99.0.0/24]
    jump_hosts: [JUMP01]
    evidence: northwind-msp/
    timezone: Europe/London
  - name: acme-foundry
    role: client
    msp: northwind-msp
    sector: industrial manufacturing
    domains: [acme.example, ad.nwmsp.example]
    msp_accounts: ['ACME\svc-nwmsp', 'ACME\nw-*']
    change_windows: ['Tue 18:00-22:00']
    data: {personal_records: 120000, crown_jewels: ['\\fs01\designs']}
    turnover_eur: 48000000
)";

Tenants example() {
  auto tenants = parse_tenants(kExample, "tenants.yaml");
  EXPECT_TRUE(tenants) << tenants.error().sentence();
  return std::move(*tenants);
}

TEST(Tenants, AllFieldsAreKept) {
  const Tenants tenants = example();
  ASSERT_THAT(tenants.all(), SizeIs(2));
  const Tenant& msp = tenants.all()[0];
  EXPECT_EQ(msp.role, Role::kMsp);
  EXPECT_EQ(msp.evidence, "northwind-msp");
  EXPECT_EQ(msp.timezone, "Europe/London");
  ASSERT_THAT(msp.networks, SizeIs(1));
  EXPECT_TRUE(msp.networks[0].contains(*parse_address("10.10.255.1")));
  ASSERT_THAT(msp.vpn_pools, SizeIs(1));
  const Tenant& acme = tenants.all()[1];
  EXPECT_EQ(acme.role, Role::kClient);
  EXPECT_EQ(acme.evidence, "acme-foundry");
  EXPECT_EQ(acme.msp, "northwind-msp");
  EXPECT_EQ(acme.sector, "industrial manufacturing");
  ASSERT_THAT(acme.msp_accounts, SizeIs(2));
  EXPECT_TRUE(acme.msp_accounts[1].matches("acme\\NW-alice"));
  ASSERT_THAT(acme.change_windows, SizeIs(1));
  EXPECT_TRUE(acme.change_windows[0].holds(1, 18 * 60));
  EXPECT_EQ(acme.personal_records, 120000U);
  EXPECT_THAT(acme.crown_jewels, testing::ElementsAre("\\\\fs01\\designs"));
  EXPECT_EQ(acme.turnover_eur, 48000000.0);
}

TEST(Tenants, AHostBelongsToTheLongestDomainItEndsIn) {
  const Tenants tenants = example();
  EXPECT_EQ(tenants.of_host("fs01.acme.example"), tenants.find("acme-foundry"));
  EXPECT_EQ(tenants.of_host("FS01.ACME.Example."), tenants.find("ACME-Foundry"));
  EXPECT_EQ(tenants.of_host("a.b.nwmsp.example"), tenants.find("northwind-msp"));
  EXPECT_EQ(tenants.of_host("dc.ad.nwmsp.example"), tenants.find("acme-foundry"));
  for (const char* host : {"notacme.example", "acme.example.org", "FS01", "", ".", "example"}) {
    EXPECT_EQ(tenants.of_host(host), nullptr) << host;
  }
}

TEST(Tenants, APathBelongsToTheFolderItIsIn) {
  const Tenants tenants = example();
  EXPECT_EQ(tenants.of_path("acme-foundry/FS01/Security.evtx"), tenants.find("acme-foundry"));
  EXPECT_EQ(tenants.of_path("acme-foundry.zip!/x"), nullptr);
  EXPECT_EQ(tenants.of_path("acme-foundry2/x"), nullptr);
  EXPECT_EQ(tenants.of_path("other/acme-foundry/x"), nullptr);
  EXPECT_EQ(tenants.of_path("x.evtx"), nullptr);
}

TEST(Tenants, TheHostGoesBeforeTheFolderAndAContradictionIsTold) {
  const Tenants tenants = example();
  const auto tenant = [&](std::string_view only, std::string_view host, std::string_view path) {
    const Decision d = tenants.decide(only, host, path);
    return std::string(d.tenant) + (d.contradiction.empty() ? "" : " !");
  };
  EXPECT_EQ(tenant("", "fs01.acme.example", "acme-foundry/x"), "acme-foundry");
  EXPECT_EQ(tenant("", "fs01.acme.example", "collected/x"), "acme-foundry");
  EXPECT_EQ(tenant("", "FS01", "acme-foundry/x"), "acme-foundry");
  EXPECT_EQ(tenant("", "FS01", "x"), "default");
  EXPECT_EQ(tenant("", "fs01.acme.example", "northwind-msp/x"), "acme-foundry !");
  EXPECT_EQ(tenant("acme-foundry", "FS01", "x"), "acme-foundry");
  EXPECT_EQ(tenant("acme-foundry", "j.nwmsp.example", "x"), "acme-foundry !");
  EXPECT_EQ(tenant("acme-foundry", "FS01", "northwind-msp/x"), "acme-foundry !");
  EXPECT_EQ(tenants.decide("", "fs01.acme.example", "northwind-msp/x").contradiction,
            "host fs01.acme.example is in a domain of acme-foundry, the folder is that of northwind-msp");
}

TEST(Tenants, WithoutAFileAllIsOneTenant) {
  const Tenants tenants = Tenants::only_default();
  EXPECT_EQ(tenants.decide("", "fs01.acme.example", "a/b").tenant, "default");
  EXPECT_EQ(tenants.decide("acme", "x", "a/b").tenant, "acme");
  EXPECT_TRUE(check_chosen_tenant(tenants, "acme"));
  EXPECT_FALSE(check_chosen_tenant(tenants, "../acme"));
}

TEST(Tenants, TheChosenOneMustBeInTheFile) {
  const Tenants tenants = example();
  EXPECT_TRUE(check_chosen_tenant(tenants, "acme-foundry"));
  const auto unknown = check_chosen_tenant(tenants, "acme");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, base::Code::kUsage);
  EXPECT_EQ(unknown.error().sentence(),
            "--tenant: no tenant is called `acme`. tenants.yaml has northwind-msp, acme-foundry");
}

TEST(Network, HoldsItsAddresses) {
  const auto contains = [](std::string_view network, std::string_view address) {
    const auto n = parse_network(network);
    const auto a = parse_address(address);
    return n && a && n->contains(*a);
  };
  EXPECT_TRUE(contains("10.10.0.0/16", "10.10.255.255"));
  EXPECT_FALSE(contains("10.10.0.0/16", "10.11.0.0"));
  EXPECT_TRUE(contains("10.10.0.0/16", "::ffff:10.10.3.4"));
  EXPECT_TRUE(contains("0.0.0.0/0", "255.1.2.3"));
  EXPECT_FALSE(contains("0.0.0.0/0", "fd00::1"));
  EXPECT_TRUE(contains("192.0.2.7", "192.0.2.7"));
  EXPECT_TRUE(contains("fd00:1::/33", "fd00:1:7fff::9"));
  EXPECT_FALSE(contains("fd00:1::/33", "fd00:1:8000::9"));
}

TEST(Network, RefusesWhatIsNone) {
  for (const char* text : {"", "10.0.0.0/33", "10.0.0/8", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8x", "fd00::/129",
                           "host/8", "10.0.0.0/+8", "10.0.0.0/99999999999999"}) {
    EXPECT_FALSE(parse_network(text)) << text;
  }
  const auto odd = parse_network("10.10.3.0/16");
  ASSERT_FALSE(odd);
  EXPECT_EQ(odd.error().remedy, "Write 10.10.0.0/16");
}

TEST(ChangeWindow, HoldsLocalTimes) {
  const auto holds = [](std::string_view text, int day, int hour, int minute = 0) {
    const auto window = parse_change_window(text);
    EXPECT_TRUE(window) << text;
    return window && window->holds(day, hour * 60 + minute);
  };
  EXPECT_TRUE(holds("Tue 18:00-22:00", 1, 21, 59));
  EXPECT_FALSE(holds("Tue 18:00-22:00", 1, 22));
  EXPECT_FALSE(holds("Tue 18:00-22:00", 2, 19));
  EXPECT_TRUE(holds("mon-fri 06:00-07:30", 4, 7, 29));
  EXPECT_TRUE(holds("Sat 22:00-02:00", 6, 1));
  EXPECT_FALSE(holds("Sat 22:00-02:00", 5, 1));
  EXPECT_TRUE(holds("Sun 22:00-02:00", 0, 1));
  EXPECT_TRUE(holds("Fri-Mon 00:00-24:00", 6, 23, 59));
  EXPECT_FALSE(holds("Fri-Mon 00:00-24:00", 3, 12));
  for (const char* text : {"", "Tue", "Tue 18:00", "Tuesday 18:00-22:00", "Tue 18-22", "Tue 25:00-26:00",
                           "Tue 18:00-18:00", "Tue 24:00-01:00", "Tue 18:60-19:00"}) {
    EXPECT_FALSE(parse_change_window(text)) << text;
  }
}

TEST(AccountPattern, MatchesWithoutCase) {
  EXPECT_TRUE(AccountPattern{"ACME\\nw-*"}.matches("acme\\NW-"));
  EXPECT_TRUE(AccountPattern{"*\\svc-?"}.matches("X\\svc-ä"));
  EXPECT_TRUE(AccountPattern{"a*b*c"}.matches("a--b--b--c"));
  EXPECT_FALSE(AccountPattern{"a*b*c"}.matches("a--c--b"));
  EXPECT_FALSE(AccountPattern{"ACME\\x"}.matches("ACME\\xy"));
  EXPECT_TRUE(AccountPattern{"*"}.matches(""));
}

}  // namespace
}  // namespace hoptrace::tenants
