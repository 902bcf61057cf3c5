// Suspicion and intrusions, by small stories of some days: what comes every day is a habit, what leads from host to
// host is one way, what has nothing in common is two.
#include <gtest/gtest.h>

#include <algorithm>

#include "hops/story_for_tests.h"

namespace hoptrace::hops {
namespace {

const tenants::Tenants kAlone = tenants::Tenants::only_default();
constexpr double kHour = 3600, kDay = 24 * kHour;

class Days {
 public:
  // By remote desktop, with its connection; who has the addresses is said by the connections.
  void go(double second, std::string_view from, std::string_view from_address, std::string_view to,
          std::string_view to_address, std::string_view account) {
    const auto port = static_cast<std::uint16_t>(40000 + ++logons_ % 20000);
    story_.flow_out(second, from, from_address, port, to_address, 3389);
    story_.flow_in(second, to, from_address, port, to_address, 3389);
    story_.logon(second + 0.5, to, account, from_address, 0x1000 + logons_, 10).peer_port = port;
  }
  [[nodiscard]] Story& story() { return story_; }
  // Ann's work, every morning.
  void habits(int days) {
    for (int day = 0; day < days; ++day) {
      go(day * kDay + 8 * kHour, "WS1", "10.0.0.1", "FS1", "10.0.0.2", "CORP\\ann");
      go(day * kDay + 9 * kHour, "WS2", "10.0.0.4", "FS1", "10.0.0.2", "CORP\\cid");
    }
  }
  // At night from FS1 to DB1 and on to DC1, as an account that was never there.
  void intruder(double second) {
    go(second, "FS1", "10.0.0.2", "DB1", "10.0.0.3", "CORP\\eve");
    go(second + 600, "DB1", "10.0.0.3", "DC1", "10.0.0.5", "CORP\\eve");
  }
  [[nodiscard]] TraceResult trace(std::vector<Seed> seeds = {}, bool unseeded = true) const {
    TraceOptions options;
    options.seeds = std::move(seeds);
    options.unseeded = unseeded;
    return hops::trace(story_, kAlone, options);
  }

 private:
  Story story_;
  std::uint64_t logons_ = 0;
};

Seed found(std::string host, double second) {
  const auto tick = static_cast<std::int64_t>(second * static_cast<double>(base::Time::kTicksPerSecond));
  return {.tenant = "default",
          .host = std::move(host),
          .account = {},
          .time = {base::Time::from_seconds(Story::kBegin).ticks + tick},
          .weight = 0.9,
          .why = "finding"};
}

double most_suspicious(const TraceResult& result, std::string_view account) {
  double most = 0;
  for (const Hop& hop : result.hops)
    if (hop.account == account) most = std::max(most, hop.suspicion);
  return most;
}

TEST(Suspicion, WhatComesEveryDayIsAHabitAndWhatNeverCameIsNot) {
  Days days;
  days.habits(8);
  days.intruder(5 * kDay + 3 * kHour);
  const auto result = days.trace();
  EXPECT_LT(most_suspicious(result, "CORP\\ann"), 0.2);
  EXPECT_GT(most_suspicious(result, "CORP\\eve"), most_suspicious(result, "CORP\\ann") * 2);
}

TEST(Suspicion, OneDayTeachesNothing) {
  Days days;
  days.habits(1);
  days.intruder(10 * kHour);
  const auto result = days.trace();
  EXPECT_LT(most_suspicious(result, "CORP\\eve"), 0.5);
  EXPECT_TRUE(result.intrusions.empty());
}

TEST(Intrusions, WhatWasFoundLeadsToTheWholeWay) {
  Days days;
  days.habits(8);
  const double night = 5 * kDay + 3 * kHour;
  days.intruder(night);
  const auto result = days.trace({found("DB1", night + 60), found("DC1", night + 700)});
  ASSERT_EQ(result.intrusions.size(), 1U);
  const Intrusion& intrusion = result.intrusions[0];
  ASSERT_EQ(intrusion.hops.size(), 2U);
  EXPECT_EQ(intrusion.patient_zero.host, "FS1");
  EXPECT_EQ(intrusion.accounts, (std::vector<std::string>{"CORP\\eve"}));
  const auto place = [&](const std::string& id) { return std::ranges::find(result.hops, id, &Hop::id); };
  EXPECT_EQ(place(intrusion.hops[0])->to.host, "DB1");
  EXPECT_EQ(place(intrusion.hops[1])->to.host, "DC1");
  for (const Hop& hop : result.hops) EXPECT_EQ(hop.intrusion, hop.account == "CORP\\eve") << hop.to.host;
}

TEST(Intrusions, WhatHasNothingInCommonIsTwo) {
  Days days;
  days.habits(8);
  const double night = 5 * kDay + 3 * kHour;
  days.intruder(night);
  days.go(night + 7200, "WS7", "10.0.0.17", "APP1", "10.0.0.18", "CORP\\mal");
  days.go(night + 7800, "APP1", "10.0.0.18", "APP2", "10.0.0.19", "CORP\\mal");
  const auto result = days.trace({found("DB1", night + 60), found("APP1", night + 7260)});
  ASSERT_EQ(result.intrusions.size(), 2U);
  EXPECT_EQ(result.intrusions[0].accounts, (std::vector<std::string>{"CORP\\eve"}));
  EXPECT_EQ(result.intrusions[1].accounts, (std::vector<std::string>{"CORP\\mal"}));
  EXPECT_EQ(result.intrusions[1].patient_zero.host, "WS7");
}

TEST(Intrusions, WithoutASeedNoneIsToldWhereNoneIsAskedFor) {
  Days days;
  days.habits(8);
  days.intruder(5 * kDay + 3 * kHour);
  EXPECT_TRUE(days.trace({}, false).intrusions.empty());
}

// What one question led to says nothing to the next.
TEST(Intrusions, AskingAgainGivesTheSame) {
  Days days;
  days.habits(8);
  days.intruder(5 * kDay + 3 * kHour);
  Tracer tracer(kAlone), fresh(kAlone);
  tracer.add(days.story().facts());
  fresh.add(days.story().facts());
  TraceOptions seeded;
  seeded.seeds = {found("DB1", 5 * kDay + 3 * kHour + 60)};
  (void)tracer.trace(seeded);
  const TraceResult again = tracer.trace({}), once = fresh.trace({});
  ASSERT_EQ(again.hops.size(), once.hops.size());
  EXPECT_EQ(again.intrusions.size(), once.intrusions.size());
  for (std::size_t i = 0; i < once.hops.size(); ++i) {
    EXPECT_EQ(again.hops[i].id, once.hops[i].id);
    EXPECT_EQ(again.hops[i].suspicion, once.hops[i].suspicion);
    EXPECT_EQ(again.hops[i].why, once.hops[i].why);
  }
}

TEST(Intrusions, HabitsAloneAreNone) {
  Days days;
  days.habits(10);
  EXPECT_TRUE(days.trace().intrusions.empty());
}

}  // namespace
}  // namespace hoptrace::hops
