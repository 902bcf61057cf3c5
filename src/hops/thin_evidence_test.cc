// Where logs are missing and clocks cannot be compared: what little is left is put together if it can mean one thing
// only.
#include <gtest/gtest.h>

#include <string>

#include "hops/story_for_tests.h"

namespace hoptrace::hops {
namespace {

using sessions::FactKind;

const tenants::Tenants kAlone = tenants::Tenants::only_default();

void screen(Story& story, double second, std::string_view account, std::string_view address) {
  story.say(FactKind::kRdpArrival, second, "FS1", account).peer_address = story.text(address);
}

// WS1's clock is minutes off, by nobody knows how many.
Story a_client_and_a_screen() {
  Story story;
  screen(story, 500, "CORP\\ann", "10.0.0.9");
  story.say(FactKind::kRdpClient, 320, "WS1", "CORP\\ann").peer_host = story.text("FS1");
  return story;
}

TEST(ThinEvidence, TheOnlyScreenOpenedIsTheOneThatAClientWentTo) {
  const auto result = trace(a_client_and_a_screen(), kAlone);
  ASSERT_EQ(result.hops.size(), 1U);
  ASSERT_TRUE(result.hops[0].from);
  EXPECT_EQ(result.hops[0].from->host, "WS1");
}

TEST(ThinEvidence, OfTwoScreensOpenedWithinTheDoubtNobodyKnowsWhich) {
  Story story = a_client_and_a_screen();
  screen(story, 200, "CORP\\ann", "10.0.0.8");
  for (const Hop& hop : trace(story, kAlone).hops) EXPECT_NE(hop.from.value_or(Place{}).host, "WS1");
}

TEST(ThinEvidence, AShellBegunWhereSessionsAreNotLoggedIsAnArrival) {
  Story story;
  story.say(FactKind::kWinrmServer, 500, "FS1", "CORP\\ann");
  story.say(FactKind::kWinrmClient, 410, "WS1", "CORP\\cid").peer_host = story.text("FS1");
  const auto result = trace(story, kAlone);
  ASSERT_EQ(result.hops.size(), 1U);
  EXPECT_EQ(result.hops[0].account, "CORP\\ann") << "the client's record says who sat there";
  EXPECT_EQ(result.hops[0].from.value_or(Place{}).host, "WS1");
  EXPECT_EQ(result.hops[0].method, Method::kWinrm);
}

TEST(ThinEvidence, AShellBegunWhereSessionsAreLoggedIsNone) {
  Story story;
  story.say(FactKind::kWinrmServer, 500, "FS1", "CORP\\ann");
  story.logon(0, "FS1", "CORP\\cid", "10.0.0.7", 0x1);
  story.logon(1000, "FS1", "CORP\\cid", "10.0.0.7", 0x2);
  for (const Hop& hop : trace(story, kAlone).hops) EXPECT_NE(hop.account, "CORP\\ann");
}

TEST(ThinEvidence, AShellOfTheMachineItselfIsNone) {
  Story story;
  story.say(FactKind::kWinrmServer, 500, "FS1", "CORP\\FS1$");
  EXPECT_TRUE(trace(story, kAlone).hops.empty());
}

// DC1's clock and FS1's cannot be compared.
Story a_ticket_and_a_connection(std::string_view from) {
  Story story;
  auto& ticket = story.say(FactKind::kServiceTicket, 300, "DC1.corp.example", "CORP.EXAMPLE\\ann");
  ticket.detail = story.text("FS1$");
  ticket.peer_address = story.text("10.0.0.1");
  ticket.witness = sessions::Witness::kDomainController;
  story.flow_in(480, "FS1.corp.example", from, 50001, "10.0.0.2", 445);
  return story;
}

TEST(ThinEvidence, ATicketAndAConnectionFromWhoAskedForItAreConcludedToBeOne) {
  const auto result = trace(a_ticket_and_a_connection("10.0.0.1"), kAlone);
  ASSERT_EQ(result.hops.size(), 1U);
  EXPECT_EQ(result.hops[0].account, "CORP\\ann");
  EXPECT_EQ(result.hops[0].status, Status::kProbable) << "never confirmed";
  EXPECT_EQ(result.hops[0].evidence.size(), 2U);
}

TEST(ThinEvidence, AConnectionFromSomebodyElseIsNot) {
  EXPECT_TRUE(trace(a_ticket_and_a_connection("10.0.0.4"), kAlone).hops.empty());
}

TEST(ThinEvidence, TwoRecordsWithoutAnAddressAreNotFromTheSameOne) {
  Story story = a_ticket_and_a_connection("");
  for (sessions::Fact& fact : story.facts().rows) fact.peer_address = sessions::kNoText;
  EXPECT_TRUE(trace(story, kAlone).hops.empty());
}

TEST(ThinEvidence, NorIsOneWhereSessionsAreLogged) {
  Story story = a_ticket_and_a_connection("10.0.0.1");
  story.logon(0, "FS1", "CORP\\cid", "10.0.0.7", 0x1);
  story.logon(1000, "FS1", "CORP\\cid", "10.0.0.7", 0x2);
  for (const Hop& hop : trace(story, kAlone).hops) EXPECT_EQ(hop.account, "CORP\\cid");
}

// A scanner that goes to everybody on two days; on the second nobody knows whose the address is.
TEST(ThinEvidence, AnAddressWhoseHostIsNotKnownIsNoSecondHomeOfAScanner) {
  Story story;
  for (int day = 0; day < 3; ++day) story.logon(day * 86'400, "FS1", "CORP\\ann", "10.0.0.7", 0x1);
  std::uint64_t session = 0x100;
  const auto scan = [&](double begin, std::string_view address, bool known) {
    for (int i = 0; i < 12; ++i) {
      const std::string to = "SRV" + std::to_string(i), own = "10.0.1." + std::to_string(i);
      const auto port = static_cast<std::uint16_t>(40'000 + ++session);
      if (known) story.flow_out(begin + i * 20, "SCN1", address, port, own, 445);
      story.flow_in(begin + i * 20, to, address, port, own, 445);
      story.logon(begin + i * 20 + 0.2, to, "CORP\\svc_scan", address, session).peer_port = port;
    }
  };
  scan(86'400 + 30'000, "10.0.0.3", true);
  scan(2 * 86'400 + 50'000, "10.0.0.99", false);
  int scanned = 0;
  for (const Hop& hop : trace(story, kAlone).hops) {
    if (!hop.from || hop.from->host != "SCN1") continue;
    ++scanned;
    EXPECT_LT(hop.suspicion, 0.2) << hop.to.host;
  }
  EXPECT_EQ(scanned, 12);
}

}  // namespace
}  // namespace hoptrace::hops
