#include "match/rule_index.h"

#include <utility>

#include "base/check.h"
#include "match/lane_draft.h"
#include "match/necessary.h"

namespace hoptrace::match {

struct RuleIndex::Image {
  TextPoolImage texts;
  Part<LaneImage> lanes;
  Part<Part<TextTable::Number>> literals;  // by set
  Part<Place> places;
};

namespace {

struct Placed {
  std::vector<std::vector<TextTable::Number>> sets;
  std::vector<RuleIndex::Place> places;
};

// A field with many literals has a set of its own: looking for the others' in its values would cost for nothing.
Placed place_literals(const LiteralsOfFields& literals) {
  constexpr std::size_t kMany = 500;
  Placed out;
  out.sets.resize(1);  // of the fields with few
  for (const auto& [field, numbers] : literals) {
    const bool own = numbers.literals().size() >= kMany || field == event::FieldId::kOther;
    if (own) out.sets.emplace_back();
    const std::size_t set = own ? out.sets.size() - 1 : 0;
    std::vector<TextTable::Number>& texts = out.sets[set];
    out.places.push_back({field, static_cast<std::uint32_t>(set), static_cast<std::uint32_t>(texts.size()),
                          static_cast<std::uint32_t>(numbers.literals().size())});
    texts.insert(texts.end(), numbers.literals().begin(), numbers.literals().end());
  }
  return out;
}

std::vector<LaneDraft> draft_lanes(const CompiledRules& rules, TextTable& texts, LiteralsOfFields* literals) {
  const std::vector<rules::Lane>& lanes = rules.set().log_sources.lanes();
  std::vector<LaneDraft> out(lanes.size());
  for (std::uint32_t rule = 0; rule < rules.set().rules.size(); ++rule) {
    const std::vector<rules::LaneId>& own = rules.set().compiled[rule].lanes;
    if (own.empty()) continue;
    const RuleWitnesses witnesses(rules, rule, texts);
    for (const rules::LaneId lane : own) {
      const auto index = static_cast<std::size_t>(lane);
      out[index].add(rule, witnesses, lanes[index], texts, literals);
    }
  }
  return out;
}

}  // namespace

RuleIndex::RuleIndex(std::shared_ptr<const rules::RuleSet> rules, bool use_engine, IndexStore* store)
    : store_(store != nullptr ? *store : nothing_kept_), rules_(std::make_shared<CompiledRules>(std::move(rules))) {
  if (!use_engine || !LiteralSet::can_be_had()) {
    build(false);  // slower, and as right
    return;
  }
  auto bytes = store_.index_of(rules_->set());
  if (bytes && read(std::move(*bytes))) return;
  build(true);
  store_.keep_index(rules_->set(), bytes_.text);
}

void RuleIndex::build(bool use_engine) {
  TextTable texts;
  LiteralsOfFields literals;
  std::vector<LaneImage> lanes;
  ImageWriter out;
  for (const LaneDraft& lane : draft_lanes(*rules_, texts, use_engine ? &literals : nullptr)) {
    lanes.push_back(lane.put(texts, out));
  }
  std::vector<Part<TextTable::Number>> sets;
  const Placed placed = use_engine ? place_literals(literals) : Placed();
  for (const auto& set : placed.sets) sets.push_back(out.put(std::span<const TextTable::Number>(set)));
  const Image image{put_texts(texts, out), out.put(std::span<const LaneImage>(lanes)),
                    out.put(std::span<const Part<TextTable::Number>>(sets)),
                    out.put(std::span<const Place>(placed.places))};
  base::check(read(base::KeptBytes(out.finish(image))), "an index can be read as it was laid out");
}

bool RuleIndex::read(base::KeptBytes bytes) {
  bytes_ = std::move(bytes);
  ImageReader from(bytes_.text);
  const auto image = from.root<Image>();
  texts_ = TextPool(image.texts, from);
  lanes_.clear();
  literals_.clear();
  places_.clear();
  for (const LaneImage& lane : from.get(image.lanes)) lanes_.emplace_back(lane, texts_, from);
  for (const Part<TextTable::Number>& texts : from.get(image.literals)) literals_.emplace_back(from.get(texts));
  for (const Place& place : from.get(image.places)) places_.emplace(place.field, place);
  return from.whole() && lanes_.size() == rules_->set().log_sources.lanes().size();
}

const LiteralSet* RuleIndex::literal_set(std::uint32_t number) const {
  const Literals& literals = literals_[number];
  std::call_once(literals.once, [this, &literals] {
    std::vector<std::string_view> texts;
    texts.reserve(literals.texts.size());
    for (const TextTable::Number text : literals.texts) texts.push_back(texts_.text(text));
    if (auto set = store_.literals(texts)) literals.set = std::move(*set);
  });
  return literals.set.get();
}

std::shared_ptr<const RuleIndex> build_index(std::shared_ptr<const rules::RuleSet> rules, IndexStore* store) {
  return std::make_shared<const RuleIndex>(std::move(rules), true, store);
}

}  // namespace hoptrace::match
