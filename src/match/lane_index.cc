#include "match/lane_index.h"

#include <algorithm>

namespace hoptrace::match {
namespace {

// What one group waits for in the record's own fields.
WitnessSet in_record(const Group& group, const RuleWitnesses& of, const rules::Lane& lane, TextTable& texts) {
  WitnessSet out;
  for (const std::uint32_t set : group) {
    for (const Witness& witness : of.sets()[set].any) translate(witness, lane, texts, out);
  }
  return out;
}

std::vector<Check> checks_of(const Group& group, const RuleWitnesses& of) {
  std::vector<Check> out;
  for (const std::uint32_t set : group) out.push_back(of.sets()[set].check);
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

Watch& LaneIndex::watch(const Witness& witness) {
  if (witness.keyword) {
    return keywords_ ? *keywords_ : keywords_.emplace();
  }
  const auto [at, added] = watch_of_field_.emplace(witness.field, static_cast<std::uint32_t>(watches_.size()));
  if (added) watches_.emplace_back(witness.field, Watch{});
  return watches_[at->second].second;
}

const Watch* LaneIndex::watch_of(event::FieldId field) const {
  const auto known = watch_of_field_.find(field);
  return known == watch_of_field_.end() ? nullptr : &watches_[known->second].second;
}

void LaneIndex::add(std::uint32_t rule, const RuleWitnesses& of, const rules::Lane& lane, TextTable& texts,
                    LiteralsOfFields* literals) {
  for (const Clause& clause : of.necessary(lane)) {
    std::vector<std::pair<WitnessSet, const Group*>> waits;
    bool never = false;
    for (const Group& group : clause) {
      WitnessSet set = in_record(group, of, lane, texts);
      never = never || (!set.always && set.any.empty());
      if (!set.always) waits.emplace_back(std::move(set), &group);
    }
    if (never) continue;
    const auto number = static_cast<std::uint32_t>(clauses_.size());
    LaneClause& out = clauses_.emplace_back();
    out.rule = rule;
    out.checks = static_cast<std::uint32_t>(checks_.size());
    for (std::size_t i = 0; i < waits.size(); ++i) {
      const Post post = post_of(number, i);
      out.groups |= group_bit(post);
      if (of_header(waits[i].first)) out.by_header |= group_bit(post);
      checks_.push_back(checks_of(*waits[i].second, of));
      for (const Witness& witness : waits[i].first.any) wait_for(witness, post, texts, literals);
    }
  }
}

void LaneIndex::wait_for(const Witness& witness, Post post, const TextTable& texts, LiteralsOfFields* literals) {
  Watch& at = watch(witness);
  const Post own = post_of(clause_of(post), group_of(post), witness.sure);
  const auto add = [own](Posts& posts) {
    if (posts.empty() || posts.back() != own) posts.push_back(own);
  };
  switch (witness.kind) {
    case Witness::Kind::kPresence:
      return add(at.present);
    case Witness::Kind::kAbsence:
      return add(at.absent);
    case Witness::Kind::kValue:
      return add(at.any_value);
    case Witness::Kind::kNumber:
      return add(at.numbers[witness.number]);
    case Witness::Kind::kExact:
      return add(at.exact[texts.text(witness.text)]);
    case Witness::Kind::kLiteral:
      if (literals == nullptr) return add(at.any_value);
      return add(at.literals[(*literals)[witness.field].number_of(witness.text)]);
  }
}

}  // namespace hoptrace::match
