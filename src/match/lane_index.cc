#include "match/lane_index.h"

namespace hoptrace::match {

std::uint32_t LiteralNumbers::number_of(const std::string& literal) {
  const auto [at, added] = numbers_.emplace(literal, static_cast<std::uint32_t>(literals_.size()));
  if (added) literals_.push_back(literal);
  return at->second;
}

Watch& LaneIndex::watch(event::FieldId field) {
  const auto [at, added] = watch_of_field_.emplace(field, static_cast<std::uint32_t>(watches_.size()));
  if (added) watches_.emplace_back().field = field;
  return watches_[at->second];
}

void LaneIndex::add(std::uint32_t rule, const WitnessSet& needed, LiteralNumbers* literals) {
  const auto blind = [&](const Witness& w) {  // a keyword whose literal cannot be looked for
    return w.keyword && w.kind == Witness::Kind::kLiteral && literals == nullptr;
  };
  bool always = needed.always;
  for (const Witness& witness : needed.any) always = always || blind(witness);
  if (always) {
    always_.push_back(rule);
    return;
  }
  for (const Witness& witness : needed.any) wait_for(rule, witness, literals);
}

void LaneIndex::wait_for(std::uint32_t rule, const Witness& witness, LiteralNumbers* literals) {
  Watch& at = watch(witness.keyword ? event::FieldId::kOther : witness.field);
  const auto post = [rule](RuleList& list) {
    if (list.empty() || list.back() != rule) list.push_back(rule);
  };
  switch (witness.kind) {
    case Witness::Kind::kPresence:
      return post(at.present);
    case Witness::Kind::kNumber:
      return post(at.numbers[witness.number]);
    case Witness::Kind::kExact:
      return post(at.exact[witness.text]);
    case Witness::Kind::kLiteral:
      return post(literals == nullptr ? at.present : at.literals[literals->number_of(witness.text)]);
  }
}

void LaneIndex::finish(const rules::Lane& lane) {
  for (std::uint32_t i = 0; i < watches_.size(); ++i) {
    const event::FieldId field = watches_[i].field;
    if (field == event::FieldId::kOther) {
      keywords_ = i;
      continue;
    }
    const rules::FieldMapping* const mapping = lane.mapping(field);
    if (mapping == nullptr) {
      lead(field, i);
    } else if (mapping->conversion != rules::Conversion::kSame) {
      converted_.push_back(i);
    } else {
      for (const event::FieldId source : mapping->sources) lead(source, i);
    }
  }
}

void LaneIndex::lead(event::FieldId native, std::uint32_t watch) {
  const auto index = static_cast<std::size_t>(native);
  if (index >= leads_.size()) leads_.resize(index + 1);
  leads_[index].push_back(watch);
}

std::span<const std::uint32_t> LaneIndex::watches_of(event::FieldId native) const {
  const auto index = static_cast<std::size_t>(native);
  return index < leads_.size() ? std::span<const std::uint32_t>(leads_[index]) : std::span<const std::uint32_t>();
}

}  // namespace hoptrace::match
