#include "hunt/profile.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

namespace hoptrace::hunt {
namespace {

std::uint64_t sum_of(const StageTimes& times) {
  return std::accumulate(times.begin(), times.end(), std::uint64_t{0},
                         [](std::uint64_t sum, const StageTime& time) { return sum + time.nanoseconds; });
}

std::uint64_t entries(const StageTimes& times, Stage stage) {
  return times[static_cast<std::size_t>(stage)].entries;
}

// Time that passes whatever the machine: the stage at hand has taken at least one tick of the clock.
void let_time_pass() {
  const auto since = std::chrono::steady_clock::now();
  while (std::chrono::steady_clock::now() == since) continue;
}

TEST(StageClock, AStageInsideAnotherStopsTheOuterOne) {
  StageClock clock(Stage::kOther);
  {
    const InStage outer(&clock, Stage::kDecoding);
    for (int i = 0; i < 3; ++i) {
      const InStage inner(&clock, Stage::kMatching);
      let_time_pass();
    }
    let_time_pass();
  }
  EXPECT_EQ(entries(clock.times(), Stage::kDecoding), 1U);
  EXPECT_EQ(entries(clock.times(), Stage::kMatching), 3U);
  EXPECT_GT(clock.times()[static_cast<std::size_t>(Stage::kDecoding)].nanoseconds, 0U);
  EXPECT_GT(clock.times()[static_cast<std::size_t>(Stage::kMatching)].nanoseconds, 0U);
  EXPECT_EQ(clock.enter(Stage::kOther), Stage::kOther);  // back where it came from
}

TEST(StageClock, ANullClockMeasuresNothing) {
  const InStage timed(nullptr, Stage::kMatching);
  EXPECT_EQ(clock_here(nullptr), nullptr);
}

TEST(StageClock, EveryStageHasANameOfItsOwn) {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < kStages; ++i) names.push_back(info(static_cast<Stage>(i)).name);
  std::ranges::sort(names);
  EXPECT_EQ(std::ranges::adjacent_find(names), names.end());
  EXPECT_FALSE(names.front().empty());
}

TEST(Profile, TheCallersStagesAreItsWallTime) {
  Profile profile;
  {
    const InStage timed(clock_here(&profile), Stage::kRules);
    let_time_pass();
  }
  let_time_pass();
  const ProfileReport report = profile.report();
  EXPECT_EQ(report.threads, 1U);
  EXPECT_LE(sum_of(report.caller), report.wall);
  EXPECT_GT(sum_of(report.caller), 0U);
  EXPECT_EQ(sum_of(report.workers), 0U);
}

TEST(Profile, ThreadsAndWhatTheirRulesCostAreAddedUp) {
  constexpr std::size_t kRules = 15;
  auto rules = std::make_shared<rules::RuleSet>();
  for (std::size_t i = 0; i < kRules; ++i) rules->rules.emplace_back().id = "rule " + std::to_string(i);
  Profile profile;
  profile.use_rules(rules);
  const auto work = [&profile] {
    const InStage timed(clock_here(&profile), Stage::kDecoding);
    match::RuleCosts& costs = *profile.rule_costs_here();
    for (std::size_t i = 1; i < kRules; ++i) {
      costs[i].evaluations += i;
      costs[i].nanoseconds += 100 * i;
    }
  };
  work();
  std::thread(work).join();
  const ProfileReport report = profile.report();
  EXPECT_EQ(report.threads, 2U);
  EXPECT_EQ(entries(report.caller, Stage::kDecoding), 1U);
  EXPECT_EQ(entries(report.workers, Stage::kDecoding), 1U);
  ASSERT_EQ(report.dearest.size(), kDearest);
  EXPECT_EQ(report.dearest.front().id, "rule 14");
  EXPECT_EQ(report.dearest.front().cost.evaluations, 28U);
  EXPECT_EQ(report.dearest.front().cost.nanoseconds, 2800U);
}

TEST(RuleStopwatch, CountsTheRuleThatItWasMadeFor) {
  match::RuleCosts costs(3);
  {
    const match::RuleStopwatch timed(&costs, 1);
  }
  {
    const match::RuleStopwatch timed(nullptr, 7);
  }
  EXPECT_EQ(costs[0].evaluations, 0U);
  EXPECT_EQ(costs[1].evaluations, 1U);
}

}  // namespace
}  // namespace hoptrace::hunt
