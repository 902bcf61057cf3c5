#include "hops/tracer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <tuple>

#include "hops/story_for_tests.h"

namespace hoptrace::hops {
namespace {

using sessions::FactKind;

const tenants::Tenants kAlone = tenants::Tenants::only_default();

// From WS1 (10.0.0.1) to FS1 (10.0.0.2) by SMB, seen from both ends and by the domain controller; then from FS1 to
// DB1 (10.0.0.3) by WinRM with no address in the logon.
Story two_hops(std::string_view tenant = "default") {
  Story story(tenant);
  story.flow_out(0, "WS1.corp.example", "10.0.0.1", 50001, "10.0.0.2", 445);
  auto& ticket = story.say(FactKind::kServiceTicket, 0.1, "DC1.corp.example", "CORP.EXAMPLE\\ann");
  ticket.detail = story.text("FS1$");
  ticket.peer_address = story.text("10.0.0.1");
  ticket.witness = sessions::Witness::kDomainController;
  story.flow_in(0.1, "FS1.corp.example", "10.0.0.1", 50001, "10.0.0.2", 445);
  story.logon(0.2, "FS1.corp.example", "CORP\\ann", "10.0.0.1", 0x1001).peer_port = 50001;
  auto& share = story.say(FactKind::kShare, 0.3, "FS1", "CORP\\ann");
  share.logon_id = 0x1001;
  share.detail = story.text("C$\\tools\\a.exe");
  share.event_id = 5145;
  story.flow_out(600, "FS1.corp.example", "10.0.0.2", 50002, "10.0.0.3", 5985);
  story.flow_in(600.1, "DB1.corp.example", "10.0.0.2", 50002, "10.0.0.3", 5985);
  story.logon(600.5, "DB1.corp.example", "CORP\\bob", "", 0x2001);
  auto& shell = story.say(FactKind::kProcess, 601, "DB1", "CORP\\bob");
  shell.logon_id = 0x2001;
  shell.detail = story.text("svchost.exe>wsmprovhost.exe|wsmprovhost.exe -Embedding");
  return story;
}

using Line = std::tuple<std::string, std::string, std::string, std::string, Method, Status>;
std::multiset<Line> lines(const TraceResult& result) {
  std::multiset<Line> all;
  for (const Hop& hop : result.hops)
    all.insert({hop.to.tenant, hop.from ? hop.from->host : "?", hop.to.host, hop.account, hop.method, hop.status});
  return all;
}

TEST(Tracer, TellsEachHopWithItsSource) {
  const auto result = trace(two_hops(), kAlone);
  ASSERT_EQ(result.hops.size(), 2U);
  EXPECT_EQ(result.hops[0].from->host, "WS1");
  EXPECT_EQ(result.hops[0].to.host, "FS1");
  EXPECT_EQ(result.hops[0].account, "CORP\\ann");
  EXPECT_EQ(result.hops[0].method, Method::kSmb);
  EXPECT_EQ(result.hops[0].status, Status::kConfirmed);
  ASSERT_TRUE(result.hops[1].from);
  EXPECT_EQ(result.hops[1].from->host, "FS1");  // the logon has no address: the connection that came in says it
  EXPECT_EQ(result.hops[1].method, Method::kWinrm);
  EXPECT_EQ(result.sessions, 2U);
}

TEST(Tracer, WithoutTheRecordsThatAHopCitesThereIsNoHop) {
  const Story whole = two_hops();
  for (const Hop& hop : trace(whole, kAlone).hops) {
    Story less = two_hops();
    std::erase_if(less.facts().rows, [&](const sessions::Fact& fact) {
      return std::ranges::any_of(hop.evidence, [&](const Evidence& e) { return e.offset == fact.offset; });
    });
    for (const Hop& other : trace(less, kAlone).hops) EXPECT_FALSE(other.to == hop.to) << hop.to.host;
  }
}

TEST(Tracer, WithoutOneSideAHopIsLessCertain) {
  const Story whole = two_hops();
  for (const Hop& hop : trace(whole, kAlone).hops)
    for (const Side side : {Side::kDestination, Side::kSource, Side::kDomainController, Side::kExecution}) {
      const bool cites = std::ranges::any_of(hop.evidence, [&](const Evidence& e) { return e.side == side; });
      if (!cites) continue;
      Story less = two_hops();
      std::erase_if(less.facts().rows, [&](const sessions::Fact& fact) {
        return std::ranges::any_of(hop.evidence,
                                   [&](const Evidence& e) { return e.side == side && e.offset == fact.offset; });
      });
      for (const Hop& other : trace(less, kAlone).hops)
        if (other.to == hop.to) {
          EXPECT_LT(other.confidence, hop.confidence) << hop.to.host << ' ' << name(side);
          EXPECT_GE(other.status, hop.status);
        }
    }
}

TEST(Tracer, TheOrderOfTellingDoesNotMatter) {
  const Story story = two_hops();
  const auto straight = trace(story, kAlone);
  std::mt19937 chance(7);
  for (int i = 0; i < 20; ++i) {
    Story mixed = two_hops();
    std::ranges::shuffle(mixed.facts().rows, chance);
    const auto other = trace(mixed, kAlone);
    ASSERT_EQ(other.hops.size(), straight.hops.size());
    for (std::size_t k = 0; k < straight.hops.size(); ++k) {
      EXPECT_EQ(other.hops[k].id, straight.hops[k].id);
      EXPECT_EQ(other.hops[k].why, straight.hops[k].why);
      EXPECT_DOUBLE_EQ(other.hops[k].confidence, straight.hops[k].confidence);
    }
  }
}

TEST(Tracer, TenantsWithTheSameNamesStayApart) {
  const Story one = two_hops("one"), other = two_hops("other");
  auto expected = lines(trace(one, kAlone));
  expected.merge(lines(trace(other, kAlone)));
  Tracer tracer(kAlone);
  tracer.add(one.facts());
  tracer.add(other.facts());
  EXPECT_EQ(lines(tracer.trace({})), expected);
}

TEST(Tracer, OnesOwnHostIsNoHop) {
  Story story;
  story.logon(0, "FS1", "CORP\\ann", "", 0x1).actor_logon = 0x3E7;  // the host impersonates
  story.flow_in(1, "FS1", "10.0.0.9", 50000, "10.0.0.2", 445);
  story.logon(2, "FS1", "CORP\\ann", "10.0.0.2", 0x2);  // from its own address
  EXPECT_TRUE(trace(story, kAlone).hops.empty());
}

TEST(Tracer, ASourceThatCouldBeSeveralIsNone) {
  Story story;
  story.flow_out(-100, "WS1", "10.0.0.1", 50001, "10.0.0.9", 445);
  story.flow_out(-100, "WS2", "10.0.0.2", 50001, "10.0.0.9", 445);
  story.flow_in(0, "DB1", "10.0.0.1", 50005, "10.0.0.3", 445);
  story.flow_in(0, "DB1", "10.0.0.2", 50006, "10.0.0.3", 445);
  story.logon(1, "DB1", "CORP\\ann", "", 0x2001);
  const auto result = trace(story, kAlone);
  ASSERT_EQ(result.hops.size(), 1U);
  EXPECT_FALSE(result.hops[0].from);
  ASSERT_EQ(result.hops[0].candidates.size(), 2U);
  EXPECT_EQ(result.hops[0].candidates[0].host, "WS1");
  EXPECT_TRUE(result.hops[0].gap);
}

// Some exports have nothing but a SID.
TEST(Tracer, ASidIsTheAccountThatAnotherRecordNamesWithIt) {
  const auto client = [](Story& story) { story.logon(500, "FS1", "S-1-5-21-9-9-9-1103", "10.0.0.1", 0x77); };
  Story unknown;
  client(unknown);
  ASSERT_EQ(trace(unknown, kAlone).hops.size(), 1U);
  EXPECT_EQ(trace(unknown, kAlone).hops[0].account, "S-1-5-21-9-9-9-1103");
  Story known;
  client(known);
  known.say(FactKind::kSid, 9000, "DB1", "CORP\\ann").detail = known.text("S-1-5-21-9-9-9-1103");
  known.say(FactKind::kSid, 9500, "DB1", "corp.example\\ann").detail = known.text("S-1-5-21-9-9-9-1103");
  EXPECT_EQ(trace(known, kAlone).hops[0].account, "CORP\\ann");
  known.turn_to_tenant("other");  // whose SID it is elsewhere says nothing here
  client(known);
  const auto result = trace(known, kAlone);
  ASSERT_EQ(result.hops.size(), 2U);
  EXPECT_NE(result.hops[0].account, result.hops[1].account);
}

// RDPClient 1024 says who sat there, not as whom they went.
TEST(Tracer, AClientsRecordAloneNamesNoAccount) {
  Story story;
  story.say(FactKind::kRdpClient, 500, "WS1", "CORP\\ann").peer_host = story.text("FS1");
  const auto result = trace(story, kAlone);
  ASSERT_EQ(result.hops.size(), 1U);
  EXPECT_EQ(result.hops[0].account, "");
  EXPECT_EQ(result.hops[0].from->host, "WS1");
}

TEST(Tracer, ABootBeginsLogonIdsAnew) {
  Story story;
  story.logon(0, "FS1", "CORP\\ann", "10.0.0.1", 0x1001);
  story.say(FactKind::kBoot, 1000, "FS1");
  story.logon(2000, "FS1", "CORP\\bob", "10.0.0.1", 0x1001);
  auto& share = story.say(FactKind::kShare, 2001, "FS1", "CORP\\bob");
  share.logon_id = 0x1001;
  share.detail = story.text("C$");
  const auto result = trace(story, kAlone);
  ASSERT_EQ(result.hops.size(), 2U);
  EXPECT_EQ(result.hops[0].method, Method::kUnknown);
  EXPECT_EQ(result.hops[1].method, Method::kSmb);
}

TEST(Tracer, CredentialsUsedTowardsAHostThatSaysNothingThoughItListensAreNoHop) {
  const auto used = [](Story& story) {
    auto& fact = story.say(FactKind::kExplicit, 500, "WS1", "CORP\\ann");
    fact.peer_host = story.text("FS1");
    fact.event_id = 4648;
  };
  Story silent;
  used(silent);
  const auto alone = trace(silent, kAlone);
  ASSERT_EQ(alone.hops.size(), 1U);
  EXPECT_EQ(alone.hops[0].status, Status::kProbable);
  Story listening;
  used(listening);
  listening.logon(0, "FS1", "CORP\\cid", "10.0.0.7", 0x1);
  listening.logon(1000, "FS1", "CORP\\cid", "10.0.0.7", 0x2);
  for (const Hop& hop : trace(listening, kAlone).hops) EXPECT_NE(hop.account, "CORP\\ann");
}

// 4648 of a remote desktop: "TERMSRV/10.0.0.3", and no address of its own.
TEST(Tracer, CredentialsUsedTowardsAnAddressAreOfWhoHasIt) {
  Story story = two_hops();
  auto& used = story.say(FactKind::kExplicit, 599.9, "FS1.corp.example", "CORP\\bob");
  used.event_id = 4648;
  used.peer_host = story.text("TERMSRV/10.0.0.3");
  used.actor = story.text("CORP\\ann");
  const auto result = trace(story, kAlone);
  ASSERT_EQ(result.hops.size(), 2U);
  EXPECT_EQ(result.hops[1].to.host, "DB1");
  EXPECT_TRUE(std::ranges::any_of(result.hops[1].evidence, [](const Evidence& e) { return e.event_id == 4648; }));
}

// What goes through a tunnel has addresses that are others' here: alone it makes no hop.
TEST(Tracer, CredentialsUsedTowardsAnAddressMakeNoHopAlone) {
  Story story;
  story.flow_in(0, "FS1", "10.0.0.1", 50001, "10.0.0.2", 445);
  for (const std::string_view name : {"TERMSRV/10.0.0.2", "FS1"}) {
    auto& used = story.say(FactKind::kExplicit, 100, "WS1", "CORP\\bob");
    used.event_id = 4648;
    used.peer_host = story.text(name);
    used.actor = story.text("CORP\\ann");
    EXPECT_EQ(trace(story, kAlone).hops.size(), name == "FS1" ? 1U : 0U) << name;
  }
}

TEST(Tracer, ClocksThatDifferAreFoundOut) {
  Story story;
  for (int i = 0; i < 10; ++i) {  // FS1's clock is four minutes ahead
    const auto port = static_cast<std::uint16_t>(50001 + i);
    const double at = 1000.0 * i;
    story.flow_out(at, "WS1", "10.0.0.1", port, "10.0.0.2", 445);
    story.flow_in(at + 240, "FS1", "10.0.0.1", port, "10.0.0.2", 445);
    story.logon(at + 240.2, "FS1", "CORP\\ann", "10.0.0.1", 0x1000 + static_cast<std::uint64_t>(i)).peer_port = port;
  }
  const auto result = trace(story, kAlone);
  ASSERT_EQ(result.hops.size(), 10U);
  for (const Hop& hop : result.hops) EXPECT_EQ(hop.status, Status::kConfirmed);
}

}  // namespace
}  // namespace hoptrace::hops
