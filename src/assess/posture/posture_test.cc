#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "assess/posture/judge.h"
#include "tenants/tenants_file.h"

namespace hoptrace::assess::posture {
namespace {

constexpr std::string_view kTenants = R"(tenants:
  - name: northwind-msp
    role: msp
    domains: [nwmsp.example]
    vpn_pools: [10.99.0.0/24]
    jump_hosts: [JUMP01]
  - name: acme
    role: client
    msp: northwind-msp
    domains: [acme.example]
    networks: [10.20.0.0/16]
    timezone: Europe/London
    msp_accounts: ['ACME\nw-ann']
    change_windows: ['Mon-Fri 08:00-18:00']
    delegated_admins: [home-1]
    inventory: ['NW-*']
    zones: {servers: {networks: [10.20.1.0/24]}, people: {networks: [10.20.2.0/24], may_reach: [servers]}}
    attestations: [{check: 18, by: 'K. Tanaka', date: '2026-01-31'}]
  - name: birch
    role: client
    msp: northwind-msp
    networks: [10.30.0.0/16]
    msp_accounts: ['BIRCH\nw-bob']
)";

base::Time at(std::string_view text) {
  return base::parse_time(text).value();
}

class PostureTest : public testing::Test {
 protected:
  PostureTest()
      : tenants_(tenants::parse_tenants(kTenants, "tenants.yaml").value()), gathering_(tenants_, {"fartit.com"}) {}

  static Seen seen(SeenKind kind, std::string_view account, std::string_view host = "FS01") {
    Seen out;
    out.kind = kind;
    out.tenant = "acme", out.host = host, out.account = account;
    out.artifact = base::ArtifactId{1}, out.offset = 512, out.record_id = 7, out.event_id = 4624;
    out.time = at("2026-01-14T10:00:00Z");  // a Wednesday
    out.logon_type = 3;
    return out;
  }

  nlohmann::json row(int check, std::string_view tenant = "acme") {
    const auto texts = read_check_texts(HOPTRACE_SOURCE "/content").value();
    const auto documents = judge(
        gathering_, texts, [](base::ArtifactId) { return ArtifactName{"acme", "acme/FS01/Security.evtx", "00"}; });
    for (const Document& document : documents) {
      if (document.tenant == tenant)
        return nlohmann::json::parse(document.json)["checks"][static_cast<std::size_t>(check - 1)];
    }
    return {};
  }
  std::string verdict(int check, std::string_view tenant = "acme") { return row(check, tenant)["verdict"]; }

  tenants::Tenants tenants_;
  Gathering gathering_;
};

TEST_F(PostureTest, WithoutEvidenceNothingIsKnownAndWordsStandApart) {
  for (int check = 1; check <= 20; ++check) EXPECT_EQ(verdict(check), check == 18 ? "pass" : "unknown") << check;
  EXPECT_EQ(row(18)["basis"], "attestation");
  EXPECT_TRUE(row(18)["evidence"][0]["attestation"].get<bool>());
  EXPECT_EQ(verdict(18, "birch"), "unknown");
}

TEST_F(PostureTest, SessionsAreJudgedByAddressAndHourInTheOrganisationsOwnTime) {
  Seen session = seen(SeenKind::kSession, "ACME\\nw-ann");
  session.address = "10.99.0.7";
  gathering_.add(session);
  EXPECT_EQ(verdict(5), "pass");
  EXPECT_EQ(verdict(8), "pass");
  session.address = "10.20.1.4";  // from within: says nothing of the way in
  gathering_.add(session);
  EXPECT_EQ(verdict(5), "pass");
  session.time = at("2026-07-15T17:30:00Z");  // 18:30 in London's summer
  session.address = "203.0.113.9";
  session.peer_name = "LAPTOP9";
  gathering_.add(session);
  EXPECT_EQ(verdict(5), "fail");
  EXPECT_EQ(verdict(8), "fail");
  EXPECT_EQ(verdict(13), "fail");
  EXPECT_EQ(row(5)["evidence"][0]["record_id"], 7);
}

TEST_F(PostureTest, NamesOfTheInventoryAreKnown) {
  Seen session = seen(SeenKind::kSession, "ACME\\nw-ann");
  session.address = "10.99.0.7", session.peer_name = "nw-lap3";
  gathering_.add(session);
  EXPECT_EQ(verdict(13), "pass");
}

TEST_F(PostureTest, ABurstOfFailuresCountsOnlyWithALogonBehindIt) {
  Seen failures = seen(SeenKind::kFailures, "acme.example\\nw-ann");
  failures.count = 12, failures.event_id = 4625;
  Seen early = seen(SeenKind::kSession, "ACME\\nw-ann");
  early.time = at("2026-01-14T09:00:00Z");
  gathering_.add(early);
  EXPECT_EQ(verdict(4), "unknown");
  gathering_.add(failures);
  EXPECT_EQ(verdict(4), "pass");
  early.time = at("2026-01-14T10:20:00Z");
  gathering_.add(early);
  EXPECT_EQ(verdict(4), "fail");
}

TEST_F(PostureTest, PowerOverTheDomainIsSeenAtControllersOnly) {
  gathering_.add(seen(SeenKind::kSession, "ACME\\nw-ann"));
  gathering_.add(seen(SeenKind::kPrivilege, "ACME\\nw-ann"));
  EXPECT_EQ(verdict(9), "unknown");
  gathering_.add(seen(SeenKind::kTicket, "ACME\\anna", "DC01"));
  gathering_.add(seen(SeenKind::kPrivilege, "ACME\\root", "DC01"));
  EXPECT_EQ(verdict(9), "pass");
  Seen desk = seen(SeenKind::kConsole, "ACME\\anna", "WS01");
  desk.logon_type = 2;
  gathering_.add(desk);
  EXPECT_EQ(verdict(11), "pass");
  Seen visit = seen(SeenKind::kSession, "ACME\\root", "WS01");
  visit.logon_type = 10;
  gathering_.add(visit);
  EXPECT_EQ(verdict(11), "fail");
  gathering_.add(seen(SeenKind::kPrivilege, "ACME\\nw-ann", "dc01.acme.example"));
  EXPECT_EQ(verdict(9), "fail");
}

TEST_F(PostureTest, AnAccountIsSharedBySidOrWholeNameAndNeverByUserNameAlone) {
  gathering_.add(seen(SeenKind::kSession, "ACME\\nw-ann"));
  Seen there = seen(SeenKind::kSession, "BIRCH\\nw-bob");
  there.tenant = "birch";
  gathering_.add(there);
  EXPECT_EQ(verdict(10), "pass");
  there.account = "NWMSP\\k.tanaka";
  gathering_.add(there);
  gathering_.add(seen(SeenKind::kSession, "NWMSP\\k.tanaka"));
  EXPECT_EQ(verdict(10), "fail");
  EXPECT_EQ(row(10).dump().find("birch"), std::string::npos);
}

TEST_F(PostureTest, ZonesAndLinksGoByAddresses) {
  Seen flow = seen(SeenKind::kFlow, {});
  flow.sensor = true, flow.port = 445;
  flow.address = "10.20.2.9", flow.to_address = "10.20.1.4";
  gathering_.add(flow);
  EXPECT_EQ(verdict(12), "pass");
  EXPECT_EQ(verdict(7), "unknown");
  std::swap(flow.address, flow.to_address);
  gathering_.add(flow);
  EXPECT_EQ(verdict(12), "fail");
  flow.address = "10.99.0.7";
  gathering_.add(flow);
  EXPECT_EQ(verdict(7), "pass");
  flow.address = "10.30.0.9";
  gathering_.add(flow);
  EXPECT_EQ(verdict(7), "fail");
}

TEST_F(PostureTest, WhatLeavesDelegatesAndScripts) {
  Seen out = seen(SeenKind::kEgress, {});
  out.address = "10.20.1.4", out.to_address = "198.51.100.4", out.port = 443, out.detail = "expected";
  gathering_.add(out);
  Seen name = seen(SeenKind::kLookup, {});
  name.address = "10.20.1.4", name.detail = "www.example.org";
  gathering_.add(name);
  EXPECT_EQ(verdict(16), "unknown");
  name.address = "10.20.1.5";
  gathering_.add(name);
  EXPECT_EQ(verdict(16), "pass");
  name.detail = "windowsupdate.fartit.com";
  gathering_.add(name);
  EXPECT_EQ(verdict(16), "fail");

  Seen delegated = seen(SeenKind::kDelegated, "k@nwmsp.example");
  delegated.detail = "home-1";
  gathering_.add(delegated);
  EXPECT_EQ(verdict(17), "pass");
  delegated.detail = "home-2";
  gathering_.add(delegated);
  EXPECT_EQ(verdict(17), "fail");

  const LogDay day{"acme", "FS01", "Microsoft-Windows-PowerShell/Operational", out.time, out.time};
  gathering_.add_day(day);
  EXPECT_EQ(verdict(15), "fail");
  gathering_.add(seen(SeenKind::kScripts, {}));
  EXPECT_EQ(verdict(15), "pass");
}

TEST_F(PostureTest, LogsAreLongWholeAndOfTwoControllers) {
  const auto log = [&](std::string_view host, std::string_view channel, std::string_view first,
                       std::string_view last) {
    gathering_.add_day({"acme", std::string(host), std::string(channel), at(first), at(last)});
  };
  for (const char* host : {"DC01", "DC02"}) {
    gathering_.add(seen(SeenKind::kTicket, "ACME\\anna", host));
    for (int month = 1; month <= 8; ++month)
      for (int day = 1; day <= 28; ++day) {
        const std::string date = "2025-0" + std::to_string(month) + (day < 10 ? "-0" : "-") + std::to_string(day);
        log(host, "Security", date + "T00:10:00Z", date + "T23:50:00Z");
      }
  }
  EXPECT_EQ(verdict(1), "fail");  // three days at the ends of months
  EXPECT_EQ(verdict(2), "fail");  // listed, and nowhere in the log
}

}  // namespace
}  // namespace hoptrace::assess::posture
