#include "correlate/aggregate.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <unordered_map>

#include "base/check.h"
#include "correlate/chain.h"

namespace hoptrace::correlate {
namespace {

using rules::Comparison;
using rules::Correlation;
using rules::CorrelationType;

class EventCount final : public Aggregate {
 public:
  explicit EventCount(const Correlation&) {}
  void add(const Item&) override { ++count_; }
  void remove(const Item&) override { --count_; }
  std::optional<double> value(const Item&) const override { return static_cast<double>(count_); }

 private:
  std::uint64_t count_ = 0;
};

class ValueCount final : public Aggregate {
 public:
  explicit ValueCount(const Correlation&) {}
  void add(const Item& item) override {
    for (const std::string& value : item.values) ++seen_[value];
  }
  void remove(const Item& item) override {
    for (const std::string& value : item.values) {
      const auto known = seen_.find(value);
      if (--known->second == 0) seen_.erase(known);
    }
  }
  std::optional<double> value(const Item&) const override { return static_cast<double>(seen_.size()); }

 private:
  std::unordered_map<std::string, std::uint64_t> seen_;
};

class Temporal final : public Aggregate {
 public:
  explicit Temporal(const Correlation& correlation) : matches_(correlation.rules.size(), 0) {}
  void add(const Item& item) override { different_ += matches_.at(item.member)++ == 0 ? 1 : 0; }
  void remove(const Item& item) override { different_ -= --matches_.at(item.member) == 0 ? 1 : 0; }
  std::optional<double> value(const Item&) const override { return static_cast<double>(different_); }

 private:
  std::vector<std::uint64_t> matches_;
  std::int64_t different_ = 0;
};

class TemporalOrdered final : public Aggregate {
 public:
  explicit TemporalOrdered(const Correlation& correlation) : starts_(correlation.rules.size()) {}
  void add(const Item& item) override { starts_.add(item); }
  void remove(const Item&) override {}  // a chain that began before the window is known by its start
  std::optional<double> value(const Item& first) const override {
    return static_cast<double>(starts_.longest_since(first.time));
  }

 private:
  ChainStarts starts_;
};

// Whole numbers are added and taken away exactly up to 64 bits (long double has that many).
class Sum : public Aggregate {
 public:
  explicit Sum(const Correlation&) {}
  void add(const Item& item) override {
    for (const double number : item.numbers) sum_ += number;
    count_ += item.numbers.size();
  }
  void remove(const Item& item) override {
    for (const double number : item.numbers) sum_ -= number;
    count_ -= item.numbers.size();
    if (count_ == 0) sum_ = 0;
  }
  std::optional<double> value(const Item&) const override {
    return count_ == 0 ? std::nullopt : std::optional(static_cast<double>(sum_));
  }

 protected:
  long double sum_ = 0;
  std::uint64_t count_ = 0;
};

class Average final : public Sum {
 public:
  using Sum::Sum;
  std::optional<double> value(const Item&) const override {
    if (count_ == 0) return std::nullopt;
    return static_cast<double>(sum_ / static_cast<long double>(count_));
  }
};

class Percentile : public Aggregate {
 public:
  explicit Percentile(const Correlation& correlation) : Percentile(correlation.condition.percentile) {}
  void add(const Item& item) override {
    for (const double number : item.numbers) {
      sorted_.insert(std::ranges::upper_bound(sorted_, number), number);
    }
  }
  void remove(const Item& item) override {
    for (const double number : item.numbers) sorted_.erase(std::ranges::lower_bound(sorted_, number));
  }
  std::optional<double> value(const Item&) const override {
    if (sorted_.empty()) return std::nullopt;
    const double rank = percentile_ / 100 * static_cast<double>(sorted_.size() - 1);
    const auto below = static_cast<std::size_t>(std::floor(rank));
    const std::size_t above = std::min(below + 1, sorted_.size() - 1);
    const double share = rank - std::floor(rank);
    return share == 0 ? sorted_[below] : sorted_[below] * (1 - share) + sorted_[above] * share;
  }

 protected:
  explicit Percentile(double percentile) : percentile_(percentile) {}

 private:
  double percentile_;
  std::vector<double> sorted_;
};

class Median final : public Percentile {
 public:
  explicit Median(const Correlation&) : Percentile(50.0) {}
};

template <class Type>
std::unique_ptr<Aggregate> make(const Correlation& correlation) {
  return std::make_unique<Type>(correlation);
}

struct Row {
  CorrelationType type;
  std::string_view name;
  Needs needs;
  bool counts;  // never smaller in a larger window
  std::unique_ptr<Aggregate> (*make)(const Correlation&);
};
constexpr std::array kTypes{
    Row{CorrelationType::kEventCount, "event_count", Needs::kNothing, true, make<EventCount>},
    Row{CorrelationType::kValueCount, "value_count", Needs::kValues, true, make<ValueCount>},
    Row{CorrelationType::kTemporal, "temporal", Needs::kNothing, true, make<Temporal>},
    Row{CorrelationType::kTemporalOrdered, "temporal_ordered", Needs::kNothing, true, make<TemporalOrdered>},
    Row{CorrelationType::kValueSum, "value_sum", Needs::kNumbers, false, make<Sum>},
    Row{CorrelationType::kValueAvg, "value_avg", Needs::kNumbers, false, make<Average>},
    Row{CorrelationType::kValuePercentile, "value_percentile", Needs::kNumbers, false, make<Percentile>},
    Row{CorrelationType::kValueMedian, "value_median", Needs::kNumbers, false, make<Median>},
};

const Row& row(CorrelationType type) {
  const auto at = static_cast<std::size_t>(type);
  base::check(at < kTypes.size() && kTypes[at].type == type,
              "the table of correlations is in the order of the types");
  return kTypes[at];
}

bool holds(const rules::Compare& compare, double value) {
  switch (compare.comparison) {
    case Comparison::kLess:
      return value < compare.value;
    case Comparison::kLessOrEqual:
      return value <= compare.value;
    case Comparison::kGreater:
      return value > compare.value;
    case Comparison::kGreaterOrEqual:
      return value >= compare.value;
    case Comparison::kEqual:
      return value == compare.value;
    case Comparison::kNotEqual:
      return value != compare.value;
  }
  return false;
}

}  // namespace

std::unique_ptr<Aggregate> make_aggregate(const Correlation& correlation) {
  return row(correlation.type).make(correlation);
}

bool fulfils(const rules::CorrelationCondition& condition, double value) {
  return std::ranges::all_of(condition.comparisons,
                             [value](const rules::Compare& compare) { return holds(compare, value); });
}

bool only_grows(const Correlation& correlation) {
  const auto lower_bound = [](const rules::Compare& compare) {
    return compare.comparison == Comparison::kGreater || compare.comparison == Comparison::kGreaterOrEqual;
  };
  return row(correlation.type).counts && std::ranges::all_of(correlation.condition.comparisons, lower_bound);
}

Needs needs(CorrelationType type) {
  return row(type).needs;
}

std::string_view name(CorrelationType type) {
  return row(type).name;
}

}  // namespace hoptrace::correlate
