#include "match/lane_draft.h"

#include <algorithm>
#include <cmath>
#include <utility>

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

LaneDraft::Watch& LaneDraft::watch(const Witness& witness) {
  if (!witness.keyword) return watches_[witness.field];
  return keywords_ ? *keywords_ : keywords_.emplace();
}

void LaneDraft::add(std::uint32_t rule, const RuleWitnesses& of, const rules::Lane& lane, TextTable& texts,
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
    out.checks = static_cast<std::uint32_t>(check_starts_.size() - 1);
    for (std::size_t i = 0; i < waits.size(); ++i) {
      const Post post = post_of(number, i);
      out.groups |= group_bit(post);
      if (of_header(waits[i].first)) out.by_header |= group_bit(post);
      for (const std::uint32_t set : *waits[i].second) checks_.push_back(of.sets()[set].check);
      check_starts_.push_back(static_cast<std::uint32_t>(checks_.size()));
      for (const Witness& witness : waits[i].first.any) wait_for(witness, post, literals);
    }
  }
}

void LaneDraft::wait_for(const Witness& witness, Post post, LiteralsOfFields* literals) {
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
      if (std::isnan(witness.number)) return;  // no number is equal to it
      return add(at.numbers[witness.number]);
    case Witness::Kind::kExact:
      return add(at.exact[witness.text]);
    case Witness::Kind::kLiteral:
      if (literals == nullptr) return add(at.any_value);
      return add(at.literals[(*literals)[witness.field].number_of(witness.text)]);
  }
}

LaneImage LaneDraft::put(const TextTable& texts, ImageWriter& out) const {
  std::vector<WatchImage> watches, keywords;
  for (const auto& [field, watch] : watches_) watches.push_back(watch.put(field, texts, out));
  if (keywords_) keywords.push_back(keywords_->put(event::FieldId::kOther, texts, out));
  return {out.put(std::span<const LaneClause>(clauses_)), out.put(std::span<const std::uint32_t>(check_starts_)),
          out.put(std::span<const Check>(checks_)), out.put(std::span<const WatchImage>(watches)),
          out.put(std::span<const WatchImage>(keywords))};
}

WatchImage LaneDraft::Watch::put(event::FieldId field, const TextTable& texts, ImageWriter& out) const {
  const auto put_posts = [&out](const Posts& posts) { return out.put(std::span<const Post>(posts)); };
  return {field,
          put_posts(present),
          put_posts(absent),
          put_posts(any_value),
          put_waiting<double>(numbers, out),
          put_exact(texts, out),
          put_waiting<std::uint32_t>(literals, out)};
}

ExactImage LaneDraft::Watch::put_exact(const TextTable& texts, ImageWriter& out) const {
  struct Row {
    std::uint64_t key;
    TextTable::Number text;
    const Posts* posts;
  };
  std::vector<Row> rows;
  for (const auto& [text, posts] : exact) rows.push_back({ExactTexts::key_of(texts.text(text)), text, &posts});
  std::ranges::sort(rows, {}, [](const Row& row) { return std::pair(row.key, row.text); });
  std::vector<std::pair<std::uint64_t, const Posts&>> waiting;
  std::vector<TextTable::Number> texts_of_keys;
  for (const Row& row : rows) {
    waiting.emplace_back(row.key, *row.posts);
    texts_of_keys.push_back(row.text);
  }
  return {put_waiting<std::uint64_t>(waiting, out), out.put(std::span<const TextTable::Number>(texts_of_keys))};
}

}  // namespace hoptrace::match
