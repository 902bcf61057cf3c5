// Beliefs: on a jump host on which two people are at work, it is the session that tells whose way it was.
#include <gtest/gtest.h>

#include <algorithm>
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
  // Files, with nothing but one's own credentials.
  void open(double second, std::string_view from_address, std::string_view to, std::string_view address,
            std::string_view account) {
    story.flow_in(second, to, from_address, port(), address, 445);
    story.logon(second + 0.2, to, account, from_address, 0x9000ULL + last_port_).peer_port = last_port_;
  }
  // A program, in a session.
  void ran(double second, std::string_view host, std::uint64_t session, std::string_view account) {
    sessions::Fact& process = story.say(FactKind::kProcess, second, host, account);
    process.logon_id = session;
    process.detail = story.text("C:\\Windows\\explorer.exe>C:\\Windows\\System32\\csvde.exe|csvde");
  }
  [[nodiscard]] std::uint64_t last_session() const { return 0x9000ULL + last_port_; }
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

// In ways that no log shows; who may only read files cannot.
TEST(Beliefs, WhatTheSystemRanMayBeTheDoingOfAnAdministratorWhoCameByFiles) {
  for (const bool administrator : {true, false}) {
    JumpHost jump;
    const double night = 3 * kDay + 2 * kHour;
    jump.story.flow_out(night - 60, "WS9", "10.0.0.90", 61'000, "10.0.0.11", 445);
    jump.open(night, "10.0.0.90", "FS1", "10.0.0.11", "CORP\\eve");
    if (administrator)
      jump.story.say(FactKind::kPrivileged, night + 0.3, "FS1", "CORP\\eve").logon_id = jump.last_session();
    std::vector<Seed> seeds;
    for (const double after : {600.0, 900.0, 1200.0})
      seeds.push_back(jump.find(night + after, "FS1", 0x3e7, "CORP\\FS1$"));
    const std::vector<std::string> way = reached(led_by(jump, seeds));
    EXPECT_EQ(way, administrator ? std::vector<std::string>{"WS9>FS1"} : std::vector<std::string>{});
  }
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

// Files opened from there with no other credentials (4648): by whoever is there as that account, ordinary as it is.
TEST(Beliefs, WhoUsesNoOtherCredentialsActsAsOneself) {
  JumpHost jump;
  const double night = 3 * kDay + 2 * kHour;
  std::vector<Seed> seeds = jump.implant(night);
  jump.come(night + 300, "WS1", "10.0.0.1", "CORP\\ann", 0x5000);
  jump.come(night + 310, "WS2", "10.0.0.2", "CORP\\bob", 0x6000);
  seeds.push_back(jump.find(night + 400, "JUMP", 0x5000, "CORP\\ann"));
  jump.open(night + 4'000, "10.0.0.9", "FS7", "10.0.0.17", "CORP\\ann");
  jump.open(night + 4'010, "10.0.0.9", "FS8", "10.0.0.18", "CORP\\bob");
  EXPECT_EQ(reached(led_by(jump, seeds)), (std::vector<std::string>{"WS1>JUMP", "JUMP>FS7"}));
}

// On ann's workstation somebody else is at work as well: that she opens files at that hour is hers, though it be on a
// host that is new to her.
TEST(Beliefs, AtAScreenItCountsHowOftenTheAccountDoesTheLike) {
  for (const bool daily : {true, false}) {
    JumpHost jump;
    for (int day = 0; day < 5; ++day)
      for (int i = 0; i < 8 && (daily || day == 2); ++i)
        jump.open(day * kDay + 15 * kHour + i * 600, "10.0.0.1", "FS1", "10.0.0.11", "CORP\\ann");
    const double found = 2 * kDay + 15 * kHour;
    std::vector<Seed> seeds = jump.implant(found);
    jump.open(found + 1'000, "10.0.0.1", "FS5", "10.0.0.15", "CORP\\ann");
    jump.come(found + 3'600, "WS1", "10.0.0.1", "CORP\\ann", 0x5000);
    seeds.push_back(jump.find(found + 4'000, "JUMP", 0x5000, "CORP\\ann"));
    const auto said = reached(led_by(jump, seeds));
    EXPECT_EQ(std::ranges::find(said, "WS1>FS5") != said.end(), !daily);
    EXPECT_NE(std::ranges::find(said, "WS1>JUMP"), said.end());
  }
}

// Without a log of what ran at the screen, that nothing was found there says nothing: what else set out from it at
// that odd hour is the intruder's as well.
TEST(Beliefs, AScreenThatNobodyWatchedIsTakenWithWhatSetOutFromIt) {
  for (const bool watched : {true, false}) {
    JumpHost jump;
    const double night = 3 * kDay + 2 * kHour;
    jump.come(night - 1'200, "WS1", "10.0.0.1", "CORP\\ann", 0x4000);
    jump.come(night + 300, "WS1", "10.0.0.1", "CORP\\ann", 0x5000);
    std::vector<Seed> seeds{jump.find(night + 400, "JUMP", 0x5000, "CORP\\ann"),
                            jump.find(night + 500, "JUMP", 0x5000, "CORP\\ann")};
    jump.go(night + 900, "FS9", "10.0.0.19", 0x5000, "CORP\\ann");
    seeds.push_back(jump.find(night + 1'000, "FS9", jump.last_session(), "CORP\\shared"));
    Tracer tracer(kAlone);
    tracer.add(jump.story.facts());
    const auto at = [](double second) {
      return base::Time::from_seconds(Story::kBegin + static_cast<std::int64_t>(second));
    };
    const Coverage sysmon{.tenant = "default",
                          .host = "WS1",
                          .channel = "Microsoft-Windows-Sysmon/Operational",
                          .from = at(0),
                          .to = at(5 * kDay)};
    if (watched) tracer.cover({&sysmon, 1});
    TraceOptions options;
    options.seeds = std::move(seeds);
    options.unseeded = false;
    const auto said = reached(tracer.trace(options));
    EXPECT_EQ(std::ranges::count(said, "WS1>JUMP"), watched ? 1 : 2);
  }
}

// Where it comes again from the same screen at night, but leaves nothing, though it leaves something everywhere else.
TEST(Beliefs, WhoLeavesTracesEverywhereWasNotWhereNothingWasLeft) {
  for (const bool leaves : {false, true}) {
    JumpHost jump;
    const double night = 3 * kDay + 2 * kHour;
    std::vector<Seed> seeds = jump.implant(night);
    jump.come(night + 300, "WS1", "10.0.0.1", "CORP\\ann", 0x5000);
    seeds.push_back(jump.find(night + 400, "JUMP", 0x5000, "CORP\\ann"));
    for (int i = 0; i < 4; ++i) {
      const std::string host = "SRV" + std::to_string(i);
      jump.go(night + 600 + i * 60, host, "10.0.1." + std::to_string(1 + i), 0x5000, "CORP\\ann");
      seeds.push_back(jump.find(night + 620 + i * 60, host, jump.last_session(), "CORP\\shared"));
    }
    const double later = night + 3 * kHour;
    jump.come(later, "WS1", "10.0.0.1", "CORP\\ann", 0x5001);
    jump.ran(later + 30, "JUMP", 0x5001, "CORP\\ann");
    if (leaves) seeds.push_back(jump.find(later + 60, "JUMP", 0x5001, "CORP\\ann"));
    EXPECT_EQ(reached(led_by(jump, seeds)).size(), leaves ? 6U : 5U);
  }
}

}  // namespace
}  // namespace hoptrace::hops
