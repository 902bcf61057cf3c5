#include "hops/walks.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <optional>
#include <random>

#include "hops/confidence.h"

namespace hoptrace::hops {
namespace {

// Hours apart: what is not known of the clocks is minutes.
using base::kHour;
constexpr HostId kHosts = 6;  // numbers from 1

Arrival arrival(std::int64_t hour, HostId from, HostId to, float suspicion = 0.5F) {
  Arrival one{.time = hour * kHour, .to = to, .from = from, .suspicion = suspicion};
  one.sides = side_bit(Side::kDestination);
  return one;
}

std::vector<Arrival> by_chance(std::mt19937& chance, int count) {
  std::vector<Arrival> all;
  for (int hour = 1; hour <= count; ++hour) {
    const auto from = static_cast<HostId>(chance() % kHosts);  // 0: from nobody knows where
    const auto to = static_cast<HostId>(1 + chance() % (kHosts - 1));
    all.push_back(arrival(hour, from, to == from ? kHosts - 1 - to % 2 : to));
    all.back().suspicion = static_cast<float>(chance() % 100) / 100;
  }
  return all;
}

// Calls for every walk from `start`, without any that goes straight back.
void each_walk(std::span<const Arrival> all, HostId start, std::int64_t from,
               const std::function<void(const std::vector<ArrivalId>&)>& call) {
  std::vector<ArrivalId> walk;
  const std::function<void(HostId, HostId, std::size_t)> go = [&](HostId at, HostId before, std::size_t next) {
    for (std::size_t i = next; i < all.size(); ++i) {
      if (all[i].from != at || all[i].time < from || (before != kNone && all[i].to == before)) continue;
      walk.push_back(static_cast<ArrivalId>(i));
      call(walk);
      go(all[i].to, at, i + 1);
      walk.pop_back();
    }
  };
  go(start, kNone, 0);
}

TEST(Walks, EarliestAndLatestAreThoseOfAllWays) {
  std::mt19937 chance(11);
  for (int round = 0; round < 200; ++round) {
    const std::vector<Arrival> all = by_chance(chance, 9);
    const std::int64_t from = 2 * kHour, until = 8 * kHour;
    const auto forward = earliest(all, Clocks(), kHosts + 1, 1, from);
    const auto backward = latest(all, Clocks(), kHosts + 1, 2, until);
    std::vector<std::int64_t> reached(kHosts + 1, kNever), leaves(kHosts + 1, -kNever);
    reached[1] = from;
    leaves[2] = until;
    each_walk(all, 1, from, [&](const std::vector<ArrivalId>& walk) {
      const Arrival& last = all[walk.back()];
      reached[last.to] = std::min(reached[last.to], last.time);
    });
    for (HostId start = 1; start < kHosts; ++start)
      each_walk(all, start, 0, [&](const std::vector<ArrivalId>& walk) {
        const Arrival &first = all[walk.front()], &last = all[walk.back()];
        if (last.to == 2 && last.time <= until) leaves[start] = std::max(leaves[start], first.time);
      });
    for (HostId host = 1; host < kHosts; ++host) {
      EXPECT_EQ(forward[host], reached[host]) << host;
      if (host == 2) continue;
      EXPECT_EQ(backward[host], leaves[host]) << host;
    }
  }
}

TEST(Walks, TheBestWalkIsTheBestOfAll) {
  std::mt19937 chance(12);
  int found = 0;
  for (int round = 0; round < 200; ++round) {
    const std::vector<Arrival> all = by_chance(chance, 10);
    std::optional<double> least;
    each_walk(all, 1, 0, [&](const std::vector<ArrivalId>& walk) {
      if (all[walk.back()].to != 2) return;
      double cost = 0;
      for (const ArrivalId id : walk)
        cost += 0.1 - std::log(std::max(0.01, static_cast<double>(all[id].suspicion))) -
                std::log(std::max(0.01, confidence_of(all[id])));
      if (!least || cost < *least) least = cost;
    });
    const auto walks = best_walks(all, Clocks(), 1, 0, 2, 100 * kHour, 3);
    ASSERT_EQ(walks.empty(), !least);
    if (!least) continue;
    ++found;
    EXPECT_NEAR(walks.front().cost, *least, 1e-9);
    for (const Walk& walk : walks) {
      EXPECT_EQ(all[walk.arrivals.front()].from, 1U);
      EXPECT_EQ(all[walk.arrivals.back()].to, 2U);
      for (std::size_t i = 1; i < walk.arrivals.size(); ++i)
        EXPECT_EQ(all[walk.arrivals[i - 1]].to, all[walk.arrivals[i]].from);
    }
  }
  EXPECT_GT(found, 50);
}

TEST(Walks, TheCorridorIsWhatLiesBetween) {
  const std::vector<Arrival> all{arrival(1, 1, 3), arrival(2, 3, 2), arrival(3, 3, 4), arrival(4, 4, 5),
                                 arrival(5, 5, 3)};
  const auto forward = earliest(all, Clocks(), kHosts + 1, 1, 0);
  const auto backward = latest(all, Clocks(), kHosts + 1, 2, 100 * kHour);
  std::vector<bool> inside;
  for (const Arrival& one : all) inside.push_back(in_corridor(one, Clocks(), forward, backward));
  EXPECT_EQ(inside, (std::vector<bool>{true, true, false, false, false}));
}

// Every second arrival could lead on from every one before it: what is counted is not enumerated.
TEST(Walks, ManyWaysAreNotEnumerated) {
  std::vector<Arrival> all;
  for (int i = 0; i < 20'000; ++i) all.push_back(arrival(i, 1 + i % 3, 1 + (i + 1) % 3));
  const auto walks = best_walks(all, Clocks(), 1, 0, 2, 1'000'000 * kHour, 4);
  EXPECT_FALSE(walks.empty());
}

}  // namespace
}  // namespace hoptrace::hops
