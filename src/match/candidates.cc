#include "match/candidates.h"

#include <algorithm>
#include <utility>

namespace hoptrace::match {

Candidates::Candidates(std::shared_ptr<const RuleIndex> index) : index_(std::move(index)) {
  if (index_->literals()) cache_.emplace(*index_->literals());
  marked_.resize(index_->rules()->set().rules.size());
  std::size_t most = 0;
  for (std::size_t i = 0; i < index_->rules()->set().log_sources.lanes().size(); ++i) {
    most = std::max(most, index_->lane(static_cast<rules::LaneId>(i)).watches().size());
  }
  looked_.resize(most);
}

std::span<const std::uint32_t> Candidates::gather(rules::LaneId lane_id, Readings& readings) {
  const LaneIndex& lane = index_->lane(lane_id);
  found_.clear();
  if (lane.empty()) return found_;
  ++round_;
  mark(lane.always());
  for (const event::Field& field : readings.event().fields()) {
    for (const std::uint32_t watch : lane.watches_of(field.id)) {
      if (first_look(watch)) look(lane.watches()[watch], readings.of(lane.watches()[watch].field), readings);
    }
  }
  for (const std::uint32_t watch : lane.converted()) {
    look(lane.watches()[watch], readings.of(lane.watches()[watch].field), readings);
  }
  if (lane.keywords() != nullptr) look(*lane.keywords(), readings.all(), readings);
  return found_;
}

bool Candidates::first_look(std::uint32_t watch) {
  return std::exchange(looked_[watch], round_) != round_;
}

void Candidates::look(const Watch& watch, Readings::Range range, Readings& readings) {
  if (range.count > 0) mark(watch.present);
  if (watch.exact.empty() && watch.numbers.empty() && watch.literals.empty()) return;
  for (std::uint32_t i = range.first; i < range.first + range.count; ++i) {
    if (!readings.is_null(i)) look_at_value(watch, i, readings);
  }
}

void Candidates::look_at_value(const Watch& watch, std::uint32_t reading, Readings& readings) {
  if (!watch.numbers.empty()) {
    const auto number = number_of(reading, readings);
    const auto waiting = number ? watch.numbers.find(*number) : watch.numbers.end();
    if (waiting != watch.numbers.end()) mark(waiting->second);
  }
  if (watch.exact.empty() && watch.literals.empty()) return;
  const std::string_view folded = readings.folded(reading);
  if (const auto waiting = watch.exact.find(folded); waiting != watch.exact.end()) mark(waiting->second);
  if (!watch.literals.empty()) look_for_literals(watch, folded);
}

void Candidates::look_for_literals(const Watch& watch, std::string_view folded) {
  const LiteralCache::Found found = cache_->find(folded);
  if (!found.known) {
    for (const auto& [literal, rules] : watch.literals) mark(rules);
    return;
  }
  for (const std::uint32_t literal : found.hits) {
    if (const auto waiting = watch.literals.find(literal); waiting != watch.literals.end()) mark(waiting->second);
  }
}

void Candidates::mark(const RuleList& rules) {
  for (const std::uint32_t rule : rules) {
    if (std::exchange(marked_[rule], round_) != round_) found_.push_back(rule);
  }
}

}  // namespace hoptrace::match
