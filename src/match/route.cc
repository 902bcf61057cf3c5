#include "match/route.h"

#include <algorithm>

namespace hoptrace::match {

Route::Route(const RuleIndex& index, std::span<const rules::LaneId> lanes, const std::vector<HeaderValue>* header,
             LiteralTools& tools, std::uint64_t& questions)
    : lanes_(lanes.begin(), lanes.end()) {
  for (const rules::LaneId lane : lanes) take_lane(index, lane, header, tools);
  for (std::uint32_t i = 0; i < clauses_.size(); ++i) {
    if (clauses_[i].seen == clauses_[i].groups) ready_.push_back(i);
  }
  for (std::uint32_t lane = 0; lane < of_lanes_.size(); ++lane) watch_fields(lane, header != nullptr);
  watch_keywords();
  any_.question = questions++;
  for (auto& [id, field] : fields_) field.question = questions++;
}

void Route::take_lane(const RuleIndex& index, rules::LaneId id, const std::vector<HeaderValue>* header,
                      LiteralTools& tools) {
  const LaneIndex& lane = index.lane(id);
  const std::vector<std::uint8_t> seen =
      header != nullptr ? seen_by_header(lane, *header, tools) : std::vector<std::uint8_t>(lane.clauses().size());
  Lane& own = of_lanes_.emplace_back();
  own.index = &lane;
  own.own.assign(lane.clauses().size(), kDead);
  for (std::uint32_t i = 0; i < lane.clauses().size(); ++i) {
    const LaneClause& clause = lane.clauses()[i];
    if (header != nullptr && (clause.by_header & ~seen[i]) != 0) continue;
    own.own[i] = static_cast<std::uint32_t>(clauses_.size());
    clauses_.push_back({id, clause.rule, clause.groups, seen[i]});
  }
}

std::vector<std::uint8_t> Route::seen_by_header(const LaneIndex& lane, const std::vector<HeaderValue>& header,
                                                LiteralTools& tools) const {
  std::vector<std::uint8_t> seen(lane.clauses().size());
  base::Arena arena;
  Posts posts;
  for (const HeaderValue& one : header) {
    const Watch* const watch = lane.watch_of(one.field);
    if (watch == nullptr) continue;
    posts.clear();
    ShownValue(one.value, arena, tools).find(*watch, posts);
    for (const Post post : posts) seen[clause_of(post)] |= group_bit(post);
  }
  return seen;
}

void Route::watch_fields(std::uint32_t lane, bool header_known) {
  for (const auto& [id, watch] : of_lanes_[lane].index->watches()) {
    if (header_known && is_header(id)) continue;
    const bool values = waits_for_values(watch, lane);
    if (!values && !waits(watch.present, lane)) continue;
    Field& field = fields_[id];
    to_own(watch.present, lane, field.present);
    if (values) {
      field.parts.push_back({&watch, lane});
      field.wants_values = true;
    }
  }
}

void Route::watch_keywords() {
  for (std::uint32_t lane = 0; lane < of_lanes_.size(); ++lane) {
    const Watch* const keywords = of_lanes_[lane].index->keywords();
    if (keywords == nullptr || !waits_for_values(*keywords, lane)) continue;
    has_keywords_ = any_.wants_values = true;
    any_.parts.push_back({keywords, lane});
    for (auto& [id, field] : fields_) {
      field.parts.push_back({keywords, lane});
      field.wants_values = true;
    }
  }
}

bool Route::waits(const Posts& posts, std::uint32_t lane) const {
  return std::any_of(posts.begin(), posts.end(), [&](Post post) {
    const std::uint32_t own = of_lanes_[lane].own[clause_of(post)];
    return own != kDead && (clauses_[own].seen & group_bit(post)) == 0;
  });
}

bool Route::waits_for_values(const Watch& watch, std::uint32_t lane) const {
  const auto any = [&](const auto& posted) {
    return std::any_of(posted.begin(), posted.end(), [&](const auto& row) { return waits(row.second, lane); });
  };
  return any(watch.literals) || any(watch.exact) || any(watch.numbers);
}

void Route::to_own(const Posts& posts, std::uint32_t lane, Posts& out) const {
  for (const Post post : posts) {
    const std::uint32_t own = of_lanes_[lane].own[clause_of(post)];
    if (own != kDead && (clauses_[own].seen & group_bit(post)) == 0) out.push_back(post_of(own, post % 8));
  }
}

const Route::Field* Route::field(event::FieldId id) const {
  const auto known = fields_.find(id);
  if (known != fields_.end()) return &known->second;
  return has_keywords_ ? &any_ : nullptr;
}

void Route::find(const Field& field, ShownValue& value, Posts& out) const {
  out.clear();
  Posts posts;
  for (const Field::Part& part : field.parts) {
    posts.clear();
    value.find(*part.watch, posts);
    to_own(posts, part.lane, out);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
}

}  // namespace hoptrace::match
