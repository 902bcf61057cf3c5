#include "hunt/crew.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <memory>
#include <string>

namespace hoptrace::hunt {
namespace {

using Numbers = Crew<int, int>;

std::vector<Numbers::Work> workers(std::size_t count, Numbers::Work work) {
  return std::vector<Numbers::Work>(count, std::move(work));
}

// Even numbers take longer, so that results come in another order than their tasks.
int doubled(int& number) {
  if (number % 2 == 0) std::this_thread::yield();
  return 2 * number;
}

class CrewOrder : public testing::TestWithParam<std::size_t> {};

TEST_P(CrewOrder, IsTheOrderOfSubmission) {
  std::vector<int> delivered;
  Numbers crew(workers(GetParam(), doubled), [&](int& product) -> base::Result<void> {
    delivered.push_back(product);
    return {};
  });
  for (int i = 0; i < 500; ++i) ASSERT_TRUE(crew.submit(i));
  ASSERT_TRUE(crew.finish());
  ASSERT_EQ(delivered.size(), 500U);
  for (int i = 0; i < 500; ++i) ASSERT_EQ(delivered[static_cast<std::size_t>(i)], 2 * i);
}

TEST_P(CrewOrder, MayFinishWithoutAnyTask) {
  int calls = 0;
  Numbers crew(workers(GetParam(), doubled), [&](int&) -> base::Result<void> {
    ++calls;
    return {};
  });
  EXPECT_TRUE(crew.finish());
  EXPECT_EQ(calls, 0);
}

TEST_P(CrewOrder, DeliversOnTheCallingThreadAlone) {
  const auto caller = std::this_thread::get_id();
  bool always_here = true;
  Numbers crew(workers(GetParam(), doubled), [&](int&) -> base::Result<void> {
    always_here = always_here && std::this_thread::get_id() == caller;
    return {};
  });
  for (int i = 0; i < 200; ++i) ASSERT_TRUE(crew.submit(i));
  ASSERT_TRUE(crew.finish());
  EXPECT_TRUE(always_here);
}

INSTANTIATE_TEST_SUITE_P(Jobs, CrewOrder, testing::Values(1, 2, 3, 8));

TEST(Crew, WorksBesideTheCallerOnlyWithSeveralJobs) {
  const auto caller = std::this_thread::get_id();
  for (const std::size_t jobs : {1U, 2U}) {
    std::atomic<int> here = 0;
    const Numbers::Work work = [&](int& number) {
      here += std::this_thread::get_id() == caller ? 1 : 0;
      return number;
    };
    Numbers crew(workers(jobs, work), [](int&) -> base::Result<void> { return {}; });
    for (int i = 0; i < 10; ++i) ASSERT_TRUE(crew.submit(i));
    ASSERT_TRUE(crew.finish());
    EXPECT_EQ(here, jobs == 1 ? 10 : 0);
  }
}

// Two chains of links: each in its order and never two at once, whatever the jobs; delivery waits for both.
TEST_P(CrewOrder, LinksRunInTheOrderOfTheirChain) {
  struct Chain {
    std::vector<int> done;
    std::atomic<int> count = 0, inside = 0;
  };
  std::array<Chain, 2> chains;
  std::atomic<bool> alone = true;
  std::size_t delivered = 0;
  bool linked = true;
  Numbers crew(workers(GetParam(), doubled), [&](int& product) -> base::Result<void> {
    const int number = product / 2;
    const Chain& chain = chains[static_cast<std::size_t>(number / 100)];
    linked = linked && chain.count > number % 100;
    ++delivered;
    return {};
  });
  for (int i = 0; i < 200; ++i) {
    Chain& chain = chains[static_cast<std::size_t>(i / 100)];
    chain.done.reserve(100);
    const Numbers::Link link{&chain, [&chain, &alone, i] {
                               if (++chain.inside != 1) alone = false;
                               chain.done.push_back(i);
                               ++chain.count;
                               --chain.inside;
                             }};
    ASSERT_TRUE(crew.submit(i, 0, link));
  }
  ASSERT_TRUE(crew.finish());
  EXPECT_EQ(delivered, 200U);
  EXPECT_TRUE(alone);
  EXPECT_TRUE(linked);
  for (int i = 0; i < 200; ++i) {
    EXPECT_EQ(chains[static_cast<std::size_t>(i / 100)].done[static_cast<std::size_t>(i % 100)], i);
  }
}

TEST_P(CrewOrder, WhatNeedsNoWorkKeepsItsPlace) {
  std::vector<int> delivered;
  Numbers crew(workers(GetParam(), doubled), [&](int& product) -> base::Result<void> {
    delivered.push_back(product);
    return {};
  });
  for (int i = 0; i < 300; ++i) {
    if (i % 3 == 0) {
      ASSERT_TRUE(crew.pass(2 * i));
    } else {
      ASSERT_TRUE(crew.submit(i));
    }
  }
  ASSERT_TRUE(crew.finish());
  ASSERT_EQ(delivered.size(), 300U);
  for (int i = 0; i < 300; ++i) EXPECT_EQ(delivered[static_cast<std::size_t>(i)], 2 * i);
}

// Counts how many of it live.
struct Counted {
  explicit Counted(std::atomic<int>& count) : living(&count) { ++*living; }
  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;
  ~Counted() { --*living; }
  std::atomic<int>* living;
};
using Held = std::shared_ptr<Counted>;

TEST(Crew, HeavyPiecesAreFewer) {
  constexpr std::size_t kJobs = 2;
  std::atomic<int> living = 0;
  int most = 0;
  const Crew<Held, Held>::Work pass = [](Held& task) { return std::move(task); };
  Crew<Held, Held> crew(std::vector(kJobs, pass), [&](Held& product) -> base::Result<void> {
    product.reset();
    return {};
  });
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(crew.submit(std::make_shared<Counted>(living), Crew<Held, Held>::kWeight));
    most = std::max(most, living.load());
  }
  EXPECT_LE(most, static_cast<int>(kJobs));
  ASSERT_TRUE(crew.finish());
  EXPECT_EQ(living, 0);
}

TEST(Crew, NoMoreThanTheWindowIsUnderWay) {
  constexpr std::size_t kJobs = 3;
  constexpr int kWindow = 4 * kJobs;
  std::atomic<int> living = 0;
  int most = 0;
  const Crew<Held, Held>::Work pass = [](Held& task) { return std::move(task); };
  Crew<Held, Held> crew(std::vector(kJobs, pass), [&](Held& product) -> base::Result<void> {
    product.reset();
    return {};
  });
  for (int i = 0; i < 300; ++i) {
    ASSERT_TRUE(crew.submit(std::make_shared<Counted>(living)));
    most = std::max(most, living.load());
  }
  EXPECT_LT(most, kWindow);
  ASSERT_TRUE(crew.finish());
  EXPECT_EQ(living, 0);
}

class CrewTrouble : public testing::TestWithParam<std::size_t> {};

TEST_P(CrewTrouble, StopsAtTheDeliveryThatFailed) {
  int delivered = 0;
  Numbers crew(workers(GetParam(), doubled), [&](int& product) -> base::Result<void> {
    if (product == 2 * 20) return base::fail(base::Code::kFull, "disk full", "case.hop");
    ++delivered;
    return {};
  });
  base::Result<void> outcome;
  for (int i = 0; i < 100 && outcome; ++i) outcome = crew.submit(i);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().what, "disk full");
  EXPECT_EQ(delivered, 20);  // all before it, none behind it
}

TEST_P(CrewTrouble, AbandonedInTheMiddleItLetsGoOfEverything) {
  std::atomic<int> living = 0;
  {
    const Crew<Held, Held>::Work pass = [](Held& task) {
      std::this_thread::yield();
      return std::move(task);
    };
    Crew<Held, Held> crew(std::vector(GetParam(), pass), [](Held&) -> base::Result<void> { return {}; });
    for (int i = 0; i < 30; ++i) ASSERT_TRUE(crew.submit(std::make_shared<Counted>(living)));
  }  // no finish()
  EXPECT_EQ(living, 0);
}

INSTANTIATE_TEST_SUITE_P(Jobs, CrewTrouble, testing::Values(1, 3));

}  // namespace
}  // namespace hoptrace::hunt
