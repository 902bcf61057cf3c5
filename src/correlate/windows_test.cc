// The windows against their slow twin: every run of matches is looked at, as the header defines windows and hits.
#include "correlate/windows.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <random>

#include "correlate/aggregate.h"
#include "correlate/chain.h"

namespace hoptrace::correlate {
namespace {

using rules::Comparison;
using rules::Correlation;
using rules::CorrelationType;

struct Seen {
  std::vector<std::int64_t> parts;
  double value = 0;
  bool operator==(const Seen&) const = default;
};

std::optional<double> plain_value(const Correlation& correlation, const std::vector<Item>& window) {
  const auto aggregate = make_aggregate(correlation);
  for (const Item& item : window) aggregate->add(item);
  return aggregate->value(window.front());
}

// Of all runs in `items`: those within the timespan that no match before or after would fit into; the first that
// fulfils the condition; then the same behind it.
std::vector<Seen> slow(const Correlation& correlation, std::vector<Item> items) {
  const std::int64_t span = correlation.timespan_seconds * base::Time::kTicksPerSecond;
  std::vector<Seen> hits;
  while (true) {
    std::optional<std::size_t> used;
    for (std::size_t first = 0; first < items.size() && !used; ++first) {
      for (std::size_t last = first; last < items.size() && !used; ++last) {
        const auto fits = [&](std::size_t a, std::size_t b) {
          return items[b].time.ticks - items[a].time.ticks <= span;
        };
        if (!fits(first, last)) break;
        if (first > 0 && fits(first - 1, last)) continue;
        if (last + 1 < items.size() && fits(first, last + 1)) continue;
        std::vector<Item> window(items.begin() + static_cast<std::ptrdiff_t>(first),
                                 items.begin() + static_cast<std::ptrdiff_t>(last) + 1);
        const auto value = plain_value(correlation, window);
        if (!value || !fulfils(correlation.condition, *value)) continue;
        if (correlation.type == CorrelationType::kTemporalOrdered) {
          window = longest_chain(std::move(window), correlation.rules.size());
        }
        Seen& hit = hits.emplace_back();
        hit.value = *value;
        for (const Item& item : window) hit.parts.push_back(item.id);
        used = last + 1;
      }
    }
    if (!used) return hits;
    items.erase(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(*used));
  }
}

std::vector<Seen> fast(const Correlation& correlation, const std::vector<Item>& items) {
  std::vector<Seen> hits;
  Windows windows(correlation, [&](const Hit& hit) {
    Seen& seen = hits.emplace_back();
    seen.value = hit.value;
    for (const Item& item : hit.parts) seen.parts.push_back(item.id);
    EXPECT_LT(hit.reached, hit.parts.size());
  });
  for (const Item& item : items) windows.add(item);
  windows.finish();
  return hits;
}

TEST(Windows, AreThoseOfTheSlowTwin) {
  std::mt19937 random(1801);
  const auto pick = [&random](int low, int high) { return std::uniform_int_distribution<int>(low, high)(random); };
  std::size_t hits = 0;
  for (int round = 0; round < 4000; ++round) {
    Correlation correlation;
    correlation.type = static_cast<CorrelationType>(round % 8);
    correlation.rules = {"a", "b", "c"};
    correlation.timespan_seconds = pick(1, 12);
    correlation.condition.percentile = pick(0, 100);
    correlation.condition.comparisons.push_back(
        {static_cast<Comparison>(pick(0, 4)), static_cast<double>(pick(0, 5))});
    std::vector<Item> items;
    std::int64_t second = 0;
    for (int i = 0, count = pick(0, 24); i < count; ++i) {
      second += pick(1, 4);  // no ties: what they mean is order_ties' business, tested below
      Item& item = items.emplace_back();
      item.id = i;
      item.member = static_cast<std::uint32_t>(pick(0, 2));
      item.time = base::Time::from_seconds(second);
      item.record_id = static_cast<std::uint64_t>(i);
      item.values = {std::to_string(pick(0, 4))};
      item.numbers = {static_cast<double>(pick(-3, 9))};
    }
    const auto found = fast(correlation, items);
    hits += found.size();
    ASSERT_EQ(found, slow(correlation, items)) << "round " << round;
  }
  EXPECT_GT(hits, 1000U);
}

// All chains there are, by trying every one.
std::size_t longest_by_trying(const std::vector<Item>& items, std::size_t from, std::uint32_t next_member) {
  std::size_t longest = 0;
  for (std::size_t i = from; i < items.size(); ++i) {
    if (items[i].member >= next_member) {
      longest = std::max(longest, 1 + longest_by_trying(items, i + 1, items[i].member + 1));
    }
  }
  return longest;
}

TEST(Chain, IsTheLongestThatThereIs) {
  std::mt19937 random(1802);
  for (int round = 0; round < 2000; ++round) {
    std::vector<Item> items;
    const int count = std::uniform_int_distribution<int>(1, 9)(random);
    for (int i = 0; i < count; ++i) {
      Item& item = items.emplace_back();
      item.id = i;
      item.time = base::Time::from_seconds(i);
      item.member = std::uniform_int_distribution<std::uint32_t>(0, 3)(random);
    }
    const auto chain = longest_chain(items, 4);
    EXPECT_EQ(chain.size(), longest_by_trying(items, 0, 0));
    for (std::size_t i = 1; i < chain.size(); ++i) {
      EXPECT_LT(chain[i - 1].member, chain[i].member);
      EXPECT_LT(chain[i - 1].time, chain[i].time);
    }
  }
}

TEST(Windows, CostOfALargeWindowIsThatOfItsMatches) {
  // Half a million matches that all fit into one window: quadratic work would not end.
  for (const auto type :
       {CorrelationType::kEventCount, CorrelationType::kValueCount, CorrelationType::kTemporalOrdered}) {
    Correlation correlation;
    correlation.type = type;
    correlation.rules = {"a", "b"};
    correlation.timespan_seconds = 250'000;
    correlation.condition.comparisons.push_back({Comparison::kGreaterOrEqual, 600'000});
    std::size_t hits = 0;
    Windows windows(correlation, [&](const Hit&) { ++hits; });
    for (std::int64_t i = 0; i < 500'000; ++i) {
      Item item;
      item.id = i;
      item.time = base::Time::from_seconds(i);
      item.record_id = static_cast<std::uint64_t>(i);
      item.values = {std::to_string(i % 1000)};
      windows.add(std::move(item));
    }
    windows.finish();
    EXPECT_EQ(hits, 0U);
  }
}

}  // namespace
}  // namespace hoptrace::correlate
