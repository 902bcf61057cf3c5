#include "correlate/windows.h"

#include <algorithm>
#include <tuple>

#include "correlate/aggregate.h"
#include "correlate/chain.h"

namespace hoptrace::correlate {
namespace {

auto record_of(const Item& item) {
  return std::tie(item.time, item.tenant, item.host, item.channel, item.record_id, item.content);
}

bool ordered(const rules::Correlation& correlation) {
  return correlation.type == rules::CorrelationType::kTemporalOrdered;
}

}  // namespace

bool comes_before(const Item& a, const Item& b) {
  return std::tuple_cat(record_of(a), std::tie(a.member)) < std::tuple_cat(record_of(b), std::tie(b.member));
}

bool same_record(const Item& a, const Item& b) {
  return record_of(a) == record_of(b);
}

Windows::Windows(const rules::Correlation& correlation, std::function<void(Hit)> on_hit)
    : correlation_(correlation),
      on_hit_(std::move(on_hit)),
      timespan_(static_cast<std::uint64_t>(correlation.timespan_seconds) *
                static_cast<std::uint64_t>(base::Time::kTicksPerSecond)),
      aggregate_(make_aggregate(correlation)) {}

Windows::~Windows() = default;

void Windows::add(Item item) {
  if (!ordered(correlation_)) {
    take(std::move(item));
    return;
  }
  if (!ties_.empty() && ties_.front().time != item.time) take_ties();
  ties_.push_back(std::move(item));
}

void Windows::take_ties() {
  for (Item& item : order_ties(std::move(ties_))) take(std::move(item));
  ties_.clear();
}

void Windows::take(Item item) {
  const auto since = [&](const Item& first) {  // never negative: matches come in order
    return static_cast<std::uint64_t>(item.time.ticks) - static_cast<std::uint64_t>(first.time.ticks);
  };
  while (!window_.empty() && since(window_.front()) > timespan_) close_first();
  aggregate_->add(item);
  window_.push_back(std::move(item));
  grown_ = true;
}

void Windows::finish() {
  if (!ties_.empty()) take_ties();
  while (!window_.empty()) close_first();
}

// All that follows the first match within the timespan is in the window. A window that has not grown since the last
// question is part of the one that was asked then.
void Windows::close_first() {
  if (grown_) {
    grown_ = false;
    const auto value = aggregate_->value(window_.front());
    if (value && fulfils(correlation_.condition, *value)) {
      report(*value);
      window_.clear();
      aggregate_ = make_aggregate(correlation_);
      return;
    }
  }
  aggregate_->remove(window_.front());
  window_.pop_front();
}

void Windows::report(double value) {
  Hit hit;
  hit.value = value;
  hit.parts.assign(std::make_move_iterator(window_.begin()), std::make_move_iterator(window_.end()));
  if (ordered(correlation_)) hit.parts = longest_chain(std::move(hit.parts), correlation_.rules.size());
  hit.reached = reached_in(hit.parts);
  on_hit_(std::move(hit));
}

std::size_t Windows::reached_in(const std::vector<Item>& parts) const {
  const std::size_t last = parts.size() - 1;
  if (!only_grows(correlation_)) return last;
  const auto aggregate = make_aggregate(correlation_);
  for (std::size_t i = 0; i < last; ++i) {
    aggregate->add(parts[i]);
    const auto value = aggregate->value(parts.front());
    if (value && fulfils(correlation_.condition, *value)) return i;
  }
  return last;
}

}  // namespace hoptrace::correlate
