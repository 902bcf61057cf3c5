#include "match/route.h"

#include <algorithm>

#include "event/digits.h"

namespace hoptrace::match {
namespace {

// Whether `is` one of what a watch has posts for.
template <class Posted, class Is>
bool any_of(const Posted& posted, Is is) {
  for (std::size_t i = 0; i < posted.size(); ++i) {
    if (is(posted, i)) return true;
  }
  return false;
}

}  // namespace

bool is_digits(const event::Value& value) {
  using enum event::Kind;
  switch (value.kind()) {
    case kInt:
    case kUint:
    case kHex:
    case kGuid:
    case kSid:
    case kTime:
      return true;
    case kText:
      return event::are_digits(base::text_of(value.bytes()));
    case kUtf16:
      return event::are_digits_utf16(value.bytes());
    default:
      return false;
  }
}

Route::Route(const RuleIndex& index, std::span<const rules::LaneId> lanes, const std::vector<HeaderValue>* header,
             LookTools& tools, std::uint64_t& questions)
    : lanes_(lanes.begin(), lanes.end()) {
  for (const rules::LaneId lane : lanes) take_lane(index, lane, header, tools);
  for (std::uint32_t i = 0; i < clauses_.size(); ++i) {
    if (clauses_[i].seen == clauses_[i].groups) ready_.push_back(i);
  }
  for (std::uint32_t lane = 0; lane < of_lanes_.size(); ++lane) watch_fields(index, lane, header != nullptr);
  watch_keywords(index);
  any_.question = questions++;
  for (auto& [id, field] : fields_) {
    field.id = id;
    field.question = questions++;
    if (!field.absent.empty()) absent_fields_.push_back(&field);
  }
}

void Route::take_lane(const RuleIndex& index, rules::LaneId id, const std::vector<HeaderValue>* header,
                      LookTools& tools) {
  const LaneIndex& lane = index.lane(id);
  Lane& own = of_lanes_.emplace_back();
  own.id = id;
  own.index = &lane;
  const std::vector<std::uint8_t> seen =
      header != nullptr ? seen_by_header(own, *header, tools) : std::vector<std::uint8_t>(lane.clauses().size());
  own.own.assign(lane.clauses().size(), kDead);
  for (std::uint32_t i = 0; i < lane.clauses().size(); ++i) {
    const LaneClause& clause = lane.clauses()[i];
    if (header != nullptr && (clause.by_header & ~seen[i]) != 0) continue;
    own.own[i] = static_cast<std::uint32_t>(clauses_.size());
    clauses_.push_back({id, clause.rule, clause.groups, seen[i]});
  }
}

std::vector<std::uint8_t> Route::seen_by_header(const Lane& lane, const std::vector<HeaderValue>& header,
                                                LookTools& tools) const {
  std::vector<std::uint8_t> seen(lane.index->clauses().size());
  base::Arena arena;
  const auto mark = [&seen](std::span<const Post> posts) {
    for (const Post post : posts) seen[clause_of(post)] |= group_bit(post);
  };
  for (const event::FieldId field : {event::field::kEventId, event::field::kChannel, event::field::kProviderName}) {
    const Watch* const watch = lane.index->watch_of(field);
    if (watch == nullptr) continue;
    const auto one =
        std::find_if(header.begin(), header.end(), [&](const HeaderValue& h) { return h.field == field; });
    if (one != header.end()) mark(watch->present);
    if (one == header.end() || one->value.is_null()) {
      mark(watch->absent);
      continue;
    }
    Posts posts;
    ShownValue shown(one->value, arena, tools.literals);
    shown.find(*watch, field, posts);
    tools.verifier.look_at(field, one->value);
    std::erase_if(posts, [&](Post post) { return !truly(lane, post, tools.verifier); });
    mark(posts);
  }
  return seen;
}

bool Route::truly(const Lane& lane, Post post, Verifier& verifier) const {
  return is_sure(post) ||
         verifier.satisfies(lane.id, lane.index->clauses()[clause_of(post)].rule, lane.index->checks(post));
}

void Route::watch_fields(const RuleIndex& index, std::uint32_t lane, bool header_known) {
  for (const auto& [id, watch] : of_lanes_[lane].index->watches()) {
    if (header_known && is_header(id)) continue;
    const bool values = waits_for_values(watch, lane);
    if (!values && !waits(watch.present, lane) && !waits(watch.absent, lane)) continue;
    Field& field = fields_[id];
    to_own(watch.present, lane, field.present);
    to_own(watch.absent, lane, field.absent);
    if (!values) continue;
    field.parts.push_back({&watch, id, lane});
    field.wants_values = true;
    field.wants_digits = field.wants_digits || waits_for_digits(watch, id, lane, index);
  }
}

void Route::watch_keywords(const RuleIndex& index) {
  for (std::uint32_t lane = 0; lane < of_lanes_.size(); ++lane) {
    const Watch* const keywords = of_lanes_[lane].index->keywords();
    if (keywords == nullptr || !waits_for_values(*keywords, lane)) continue;
    const bool digits = waits_for_digits(*keywords, event::FieldId::kOther, lane, index);
    const auto watch = [&](Field& field) {
      field.parts.push_back({keywords, event::FieldId::kOther, lane});
      field.wants_values = true;
      field.wants_digits = field.wants_digits || digits;
    };
    has_keywords_ = true;
    watch(any_);
    for (auto& [id, field] : fields_) watch(field);
  }
}

bool Route::waits(std::span<const Post> posts, std::uint32_t lane) const {
  return std::any_of(posts.begin(), posts.end(), [&](Post post) {
    const std::uint32_t own = of_lanes_[lane].own[clause_of(post)];
    return own != kDead && (clauses_[own].seen & group_bit(post)) == 0;
  });
}

bool Route::waits_for_values(const Watch& watch, std::uint32_t lane) const {
  const auto waiting = [&](const auto& of, std::size_t i) { return waits(of.posts(i), lane); };
  return waits(watch.any_value, lane) || any_of(watch.literals, waiting) || any_of(watch.exact, waiting) ||
         any_of(watch.numbers, waiting);
}

// Numbers are asked for, or a text that could stand in one.
bool Route::waits_for_digits(const Watch& watch, event::FieldId of, std::uint32_t lane,
                             const RuleIndex& index) const {
  return waits(watch.any_value, lane) ||
         any_of(watch.numbers, [&](const auto& numbers, std::size_t i) { return waits(numbers.posts(i), lane); }) ||
         any_of(watch.exact,
                [&](const auto& texts, std::size_t i) {
                  return event::are_digits(texts.text(i)) && waits(texts.posts(i), lane);
                }) ||
         any_of(watch.literals, [&](const auto& literals, std::size_t i) {
           return event::are_digits(index.literal(of, literals.key(i))) && waits(literals.posts(i), lane);
         });
}

void Route::to_own(std::span<const Post> posts, std::uint32_t lane, Posts& out) const {
  for (const Post post : posts) {
    const std::uint32_t own = of_lanes_[lane].own[clause_of(post)];
    if (own != kDead && (clauses_[own].seen & group_bit(post)) == 0) out.push_back(post_of(own, group_of(post)));
  }
}

const Route::Field* Route::field(event::FieldId id) const {
  const auto known = fields_.find(id);
  if (known != fields_.end()) return &known->second;
  return has_keywords_ ? &any_ : nullptr;
}

void Route::find(const Field& field, event::FieldId id, const event::Value& value, base::Arena& arena,
                 LookTools& tools, Posts& out) const {
  out.clear();
  ShownValue shown(value, arena, tools.literals);
  tools.verifier.look_at(id, value);
  Posts posts;
  for (const Field::Part& part : field.parts) {
    const Lane& lane = of_lanes_[part.lane];
    posts.clear();
    shown.find(*part.watch, part.of, posts);
    std::sort(posts.begin(), posts.end());
    posts.erase(std::unique(posts.begin(), posts.end()), posts.end());
    for (const Post post : posts) {
      const std::uint32_t own = lane.own[clause_of(post)];
      if (own == kDead || (clauses_[own].seen & group_bit(post)) != 0) continue;
      if (truly(lane, post, tools.verifier)) out.push_back(post_of(own, group_of(post)));
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
}

}  // namespace hoptrace::match
