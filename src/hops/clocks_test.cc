// Clocks, by what is said of hosts whose clocks differ.
#include "hops/clocks.h"

#include <gtest/gtest.h>

#include "hops/story_for_tests.h"

namespace hoptrace::hops {
namespace {

using sessions::FactKind;

const tenants::Tenants kAlone = tenants::Tenants::only_default();

sessions::Fact& seen(Story& story, double second, std::uint16_t from_port) {
  auto& flow = story.say(FactKind::kFlowSeen, second, "sensor");
  flow.own_address = story.text("10.0.0.1");
  flow.own_port = from_port;
  flow.peer_address = story.text("10.0.0.2");
  flow.peer_port = 445;
  flow.witness = sessions::Witness::kNetwork;
  return flow;
}

Clocks clocks_of(const Story& story, Names& names, Rows& rows) {
  Identity identity(names);
  rows.add(story.facts(), identity);
  rows.renumber(names.settle());
  Clocks clocks;
  clocks.estimate(rows, rows.in_order(), names, identity);
  return clocks;
}

// FS1's clock is four minutes ahead of the network's; only the logons' ports say which connection was theirs.
TEST(Clocks, TheNetworkHasAClockOfItsOwn) {
  Story story;
  for (int i = 0; i < 5; ++i) {
    const auto port = static_cast<std::uint16_t>(50001 + i);
    seen(story, 1000.0 * i, port);
    story.logon(1000.0 * i + 240.1, "FS1", "CORP\\ann", "10.0.0.1", 0x1000 + static_cast<std::uint64_t>(i))
        .peer_port = port;
  }
  Names names(kAlone);
  Rows rows(names);
  const Clocks clocks = clocks_of(story, names, rows);
  const HostId server = names.find_host(names.find_tenant("default"), "FS1");
  EXPECT_LT(clocks.doubt(server), 5 * base::Time::kTicksPerSecond);
  std::int64_t network = 0, host = 0;
  for (RowId id = 0; id < 2; ++id) (rows[id].host == kNone ? network : host) = clocks.time_of(rows[id], rows);
  EXPECT_NEAR(static_cast<double>(host - network) / base::Time::kTicksPerSecond, 0.0, 0.5);
}

// Of thirty unlike differences three lie together by chance now and then: that moves no clock.
TEST(Clocks, WhatChanceBringsMovesNoClock) {
  Story story;
  std::uint32_t state = 7;
  for (int i = 0; i < 40; ++i) {
    state = state * 1664525 + 1013904223;
    auto& ticket = story.say(FactKind::kServiceTicket, 2000.0 * i, "DC1", "CORP\\ann");
    ticket.detail = story.text("FS1$");
    story.logon(2000.0 * i + state % 600, "FS1", "CORP\\ann", "10.0.0.1", 0x1000 + static_cast<std::uint64_t>(i));
  }
  Names names(kAlone);
  Rows rows(names);
  const Clocks clocks = clocks_of(story, names, rows);
  const TenantId tenant = names.find_tenant("default");
  EXPECT_GT(clocks.doubt(names.find_host(tenant, "FS1"), names.find_host(tenant, "DC1")),
            500 * base::Time::kTicksPerSecond);
}

}  // namespace
}  // namespace hoptrace::hops
