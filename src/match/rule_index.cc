#include "match/rule_index.h"

#include <utility>

#include "match/necessary.h"

namespace hoptrace::match {

RuleIndex::RuleIndex(std::shared_ptr<const rules::RuleSet> rules, bool use_engine, LiteralStore* store)
    : rules_(std::make_shared<CompiledRules>(std::move(rules))) {
  if (!use_engine) {
    build_lanes(nullptr);
    return;
  }
  LiteralsOfFields literals;
  build_lanes(&literals);
  place_literals(literals);
  LiteralStore compiler;
  if (compile_literals(store != nullptr ? *store : compiler)) return;
  literals_.clear();
  build_lanes(nullptr);  // slower, and as right
}

// A field with many literals has a set of its own: looking for the others' in its values would cost for nothing.
void RuleIndex::place_literals(const LiteralsOfFields& literals) {
  constexpr std::size_t kMany = 500;
  literals_.resize(1);  // of the fields with few
  for (const auto& [field, numbers] : literals) {
    const bool own = numbers.literals().size() >= kMany || field == event::FieldId::kOther;
    if (own) literals_.emplace_back();
    Place& place = places_[field];
    place.set = own ? static_cast<std::uint32_t>(literals_.size() - 1) : 0;
    std::vector<std::string>& texts = literals_[place.set].texts;
    place.first = static_cast<std::uint32_t>(texts.size());
    place.count = static_cast<std::uint32_t>(numbers.literals().size());
    for (const TextTable::Number text : numbers.literals()) texts.emplace_back(texts_.text(text));
  }
}

bool RuleIndex::compile_literals(LiteralStore& store) {
  for (Literals& literals : literals_) {
    if (literals.texts.empty()) continue;
    auto set = store.get(literals.texts);
    if (!set) return false;
    literals.set = std::move(*set);
  }
  return true;
}

void RuleIndex::build_lanes(LiteralsOfFields* literals) {
  const std::vector<rules::Lane>& lanes = rules_->set().log_sources.lanes();
  lanes_.assign(lanes.size(), {});
  for (std::uint32_t rule = 0; rule < rules_->set().rules.size(); ++rule) {
    const std::vector<rules::LaneId>& own = rules_->set().compiled[rule].lanes;
    if (own.empty()) continue;
    const RuleWitnesses witnesses(*rules_, rule, texts_);
    for (const rules::LaneId lane : own) {
      const auto index = static_cast<std::size_t>(lane);
      lanes_[index].add(rule, witnesses, lanes[index], texts_, literals);
    }
  }
}

std::shared_ptr<const RuleIndex> build_index(std::shared_ptr<const rules::RuleSet> rules, LiteralStore* store) {
  return std::make_shared<const RuleIndex>(std::move(rules), true, store);
}

}  // namespace hoptrace::match
