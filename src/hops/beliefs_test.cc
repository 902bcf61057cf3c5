// Beliefs: on a jump host on which two people are at work, it is the session that tells whose way it was.
#include <gtest/gtest.h>

#include <array>

#include "hops/story_for_tests.h"

namespace hoptrace::hops {
namespace {

using sessions::FactKind;

const tenants::Tenants kAlone = tenants::Tenants::only_default();
constexpr double kHour = 3600, kDay = 24 * kHour;

class JumpHost {
 public:
  JumpHost() {
    for (std::size_t day = 0; day < 5; ++day) {
      come(static_cast<double>(day) * kDay + 9 * kHour, "WS1", "10.0.0.1", "CORP\\ann", 0x1000 + day);
      come(static_cast<double>(day) * kDay + 9 * kHour + 60, "WS2", "10.0.0.2", "CORP\\bob", 0x2000 + day);
      anns_on_files[day] = 0x9001 + static_cast<std::uint64_t>(last_port_);
      go(static_cast<double>(day) * kDay + 9 * kHour + 600, "FS1", "10.0.0.11", 0x1000 + day, "CORP\\ann");
      go(static_cast<double>(day) * kDay + 9 * kHour + 700, "FS2", "10.0.0.12", 0x2000 + day, "CORP\\bob");
    }
  }
  // By remote desktop onto the jump host.
  void come(double second, std::string_view from, std::string_view address, std::string_view account,
            std::uint64_t session) {
    story.flow_out(second, from, address, port(), "10.0.0.9", 3389);
    story.flow_in(second, "JUMP", address, last_port_, "10.0.0.9", 3389);
    story.logon(second + 0.5, "JUMP", account, address, session, 10).peer_port = last_port_;
  }
  // From there on, as the account that everybody shares.
  void go(double second, std::string_view to, std::string_view address, std::uint64_t session,
          std::string_view actor) {
    sessions::Fact& used = story.say(FactKind::kExplicit, second, "JUMP", "CORP\\shared");
    used.event_id = 4648;
    used.peer_host = story.text(to);
    used.actor = story.text(actor);
    used.logon_id = used.actor_logon = session;
    story.flow_in(second + 0.3, to, "10.0.0.9", port(), address, 3389);
    story.logon(second + 0.5, to, "CORP\\shared", "10.0.0.9", 0x9000 + last_port_, 10).peer_port = last_port_;
  }
  // Something is found there, in a session.
  Seed find(double second, std::string_view host, std::uint64_t session, std::string_view account) {
    sessions::Fact& flagged = story.say(FactKind::kFlagged, second, host, account);
    flagged.logon_id = session;
    return {.tenant = "default",
            .host = std::string(host),
            .account = {},
            .time = flagged.time,
            .weight = 0.9,
            .artifact = flagged.artifact,
            .offset = flagged.offset,
            .why = "finding"};
  }

  // At the screen of ann's workstation; of its pipe no session is known.
  std::vector<Seed> implant(double second) {
    return {find(second, "WS1", 0x77, "CORP\\ann"), find(second + 1, "WS1", 0, "")};
  }

  Story story;
  std::array<std::uint64_t, 5> anns_on_files{};  // her sessions on FS1

 private:
  std::uint16_t port() { return last_port_ = static_cast<std::uint16_t>(last_port_ + 1); }
  std::uint16_t last_port_ = 50'000;
};

TraceResult led_by(const JumpHost& jump, std::vector<Seed> seeds) {
  TraceOptions options;
  options.seeds = std::move(seeds);
  options.unseeded = false;
  return trace(jump.story, kAlone, options);
}

std::vector<std::string> reached(const TraceResult& result) {
  std::vector<std::string> hosts;
  for (const Hop& hop : result.hops)
    if (hop.intrusion) hosts.push_back((hop.from ? hop.from->host : "?") + ">" + hop.to.host);
  return hosts;
}

TEST(Beliefs, TheSessionTellsWhoseWayItWas) {
  JumpHost jump;
  const double day = 2 * kDay + 9 * kHour;
  const Seed seed = jump.find(day + 650, "JUMP", 0x1002, "CORP\\ann");
  const Seed on = jump.find(day + 610, "FS1", jump.anns_on_files[2], "CORP\\shared");
  const auto result = led_by(jump, {seed, on});
  ASSERT_EQ(result.intrusions.size(), 1U);
  EXPECT_EQ(reached(result), (std::vector<std::string>{"WS1>JUMP", "JUMP>FS1"}));
  EXPECT_EQ(result.intrusions[0].patient_zero.host, "WS1");
}

TEST(Beliefs, OneFindingAmongHabitsIsNoIntrusion) {
  JumpHost jump;
  Seed seed = jump.find(2 * kDay + 9 * kHour + 650, "JUMP", 0x1002, "CORP\\ann");
  seed.weight = 0.6;
  EXPECT_TRUE(led_by(jump, {seed}).intrusions.empty());
}

// No password was typed, so nothing says that credentials were used; but a session of hers holds them (type 9).
TEST(Beliefs, AHashThatWasPutIntoASessionIsUsedByWhoPutItThere) {
  JumpHost jump;
  const double night = 3 * kDay + 2 * kHour;
  std::vector<Seed> seeds = jump.implant(night);
  jump.come(night + 300, "WS1", "10.0.0.1", "CORP\\ann", 0x5000);
  jump.come(night + 310, "WS2", "10.0.0.2", "CORP\\bob", 0x6000);
  sessions::Fact& holds = jump.story.logon(night + 898, "JUMP", "CORP\\ann", "", 0x5100, 9);
  holds.actor = jump.story.text("CORP\\ann");
  holds.actor_logon = 0x5000;
  holds.detail = jump.story.text("seclogo|CORP\\shared");
  jump.story.flow_out(night + 900, "JUMP", "10.0.0.9", 61'000, "10.0.0.11", 3389);
  jump.story.flow_in(night + 900, "FS1", "10.0.0.9", 61'000, "10.0.0.11", 3389);
  jump.story.logon(night + 900.5, "FS1", "CORP\\shared", "10.0.0.9", 0xA000, 10).peer_port = 61'000;
  seeds.push_back(jump.find(night + 950, "FS1", 0xA000, "CORP\\shared"));
  const auto result = led_by(jump, seeds);
  ASSERT_EQ(result.intrusions.size(), 1U);
  EXPECT_EQ(reached(result), (std::vector<std::string>{"WS1>JUMP", "JUMP>FS1"}));
}

// Who sat at the host's own screen came from nowhere: the intrusion began there.
TEST(Beliefs, AnIntrusionBeginsAtTheScreenWhereSomethingWasFound) {
  JumpHost jump;
  const double night = 3 * kDay + 2 * kHour;
  std::vector<Seed> seeds = jump.implant(night);
  jump.come(night + 300, "WS1", "10.0.0.1", "CORP\\ann", 0x5000);
  jump.go(night + 900, "FS9", "10.0.0.19", 0x5000, "CORP\\ann");
  seeds.push_back(jump.find(night + 600, "JUMP", 0x5000, "CORP\\ann"));
  const auto result = led_by(jump, seeds);
  ASSERT_EQ(result.intrusions.size(), 1U);
  EXPECT_EQ(result.intrusions[0].patient_zero.host, "WS1");
  EXPECT_EQ(reached(result), (std::vector<std::string>{"WS1>JUMP", "JUMP>FS9"}));
}

}  // namespace
}  // namespace hoptrace::hops
