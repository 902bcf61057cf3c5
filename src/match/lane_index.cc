#include "match/lane_index.h"

#include <algorithm>

namespace hoptrace::match {
namespace {

// What one group waits for in the record's own fields.
WitnessSet in_record(const Group& group, const RuleWitnesses& of, const rules::Lane& lane, TextTable& texts,
                     bool with_literals) {
  WitnessSet out;
  for (const std::uint32_t set : group) {
    for (const Witness& witness : of.sets()[set].any) {
      // A keyword's literal that cannot be looked for may be anywhere.
      if (witness.keyword && witness.kind == Witness::Kind::kLiteral && !with_literals) out.always = true;
      translate(witness, lane, texts, out);
    }
  }
  return out;
}

bool of_header(const WitnessSet& set) {
  return std::all_of(set.any.begin(), set.any.end(),
                     [](const Witness& w) { return !w.keyword && is_header(w.field); });
}

}  // namespace

std::uint32_t LiteralNumbers::number_of(TextTable::Number text) {
  const auto [at, added] = numbers_.emplace(text, static_cast<std::uint32_t>(literals_.size()));
  if (added) literals_.push_back(text);
  return at->second;
}

std::vector<std::string> LiteralNumbers::in_order(const TextTable& texts) const {
  std::vector<std::string> out;
  out.reserve(literals_.size());
  for (const TextTable::Number text : literals_) out.emplace_back(texts.text(text));
  return out;
}

Watch& LaneIndex::watch(const Witness& witness) {
  if (witness.keyword) return keywords_ ? *keywords_ : keywords_.emplace();
  const auto [at, added] = watch_of_field_.emplace(witness.field, static_cast<std::uint32_t>(watches_.size()));
  if (added) watches_.emplace_back(witness.field, Watch{});
  return watches_[at->second].second;
}

const Watch* LaneIndex::watch_of(event::FieldId field) const {
  const auto known = watch_of_field_.find(field);
  return known == watch_of_field_.end() ? nullptr : &watches_[known->second].second;
}

void LaneIndex::add(std::uint32_t rule, const RuleWitnesses& of, const rules::Lane& lane, TextTable& texts,
                    LiteralNumbers* literals) {
  for (const Clause& clause : of.necessary(lane)) {
    const auto number = static_cast<std::uint32_t>(clauses_.size());
    LaneClause out{.rule = rule, .groups = 0, .by_header = 0};
    std::size_t groups = 0;
    bool never = false;
    std::vector<WitnessSet> waits;
    for (const Group& group : clause) {
      WitnessSet set = in_record(group, of, lane, texts, literals != nullptr);
      if (set.always) continue;
      never = never || set.any.empty();
      waits.push_back(std::move(set));
    }
    if (never) continue;
    for (const WitnessSet& set : waits) {
      const Post post = post_of(number, groups++);
      out.groups |= group_bit(post);
      if (of_header(set)) out.by_header |= group_bit(post);
      for (const Witness& witness : set.any) wait_for(witness, post, texts, literals);
    }
    clauses_.push_back(out);
  }
}

void LaneIndex::wait_for(const Witness& witness, Post post, const TextTable& texts, LiteralNumbers* literals) {
  Watch& at = watch(witness);
  const auto add = [post](Posts& posts) {
    if (posts.empty() || posts.back() != post) posts.push_back(post);
  };
  switch (witness.kind) {
    case Witness::Kind::kPresence:
      return add(at.present);
    case Witness::Kind::kNumber:
      return add(at.numbers[witness.number]);
    case Witness::Kind::kExact:
      return add(at.exact[texts.text(witness.text)]);
    case Witness::Kind::kLiteral:
      return add(literals == nullptr ? at.present : at.literals[literals->number_of(witness.text)]);
  }
}

}  // namespace hoptrace::match
