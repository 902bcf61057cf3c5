#include "match/necessary.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/unicode.h"
#include "match/required_literal.h"

namespace hoptrace::match {
namespace {

struct Where {
  bool keyword = false;
  event::FieldId field = event::FieldId::kOther;

  [[nodiscard]] WitnessSet text(Witness::Kind kind, std::string folded) const {
    return WitnessSet::one(
        {.kind = kind, .keyword = keyword, .field = field, .number = 0, .text = std::move(folded)});
  }
  // That the field is there at all. Of a keyword that would be "the record has a value", which all have.
  [[nodiscard]] WitnessSet presence() const {
    if (keyword) return WitnessSet::of_always();
    return WitnessSet::one(
        {.kind = Witness::Kind::kPresence, .keyword = false, .field = field, .number = 0, .text = {}});
  }
  [[nodiscard]] WitnessSet number(double value) const {
    return WitnessSet::one(
        {.kind = Witness::Kind::kNumber, .keyword = keyword, .field = field, .number = value, .text = {}});
  }
};

// What must be seen where a pattern is true.
struct OfPattern {
  Where where;

  WitnessSet operator()(const rules::Glob& glob) const {
    using Kind = rules::Glob::Part::Kind;
    std::string longest;
    for (const rules::Glob::Part& part : glob.parts) {
      if (part.kind != Kind::kLiteral) continue;
      if (std::string folded = base::fold(part.literal); folded.size() > longest.size()) longest = std::move(folded);
    }
    const bool whole = glob.parts.empty() || (glob.parts.size() == 1 && glob.parts.front().kind == Kind::kLiteral);
    if (whole) return where.text(Witness::Kind::kExact, longest);
    return longest.empty() ? where.presence() : where.text(Witness::Kind::kLiteral, longest);
  }
  WitnessSet operator()(const rules::NumberEquals& number) const {
    WitnessSet set = where.text(Witness::Kind::kExact, base::fold(number.text));
    set.join(where.number(number.value));
    return set;
  }
  WitnessSet operator()(const rules::BoolEquals& expected) const {
    WitnessSet set = where.text(Witness::Kind::kExact, expected.value ? "true" : "false");
    set.join(where.text(Witness::Kind::kExact, expected.value ? "1" : "0"));
    return set;
  }
  WitnessSet operator()(const rules::IsNull&) const { return WitnessSet::of_always(); }
  WitnessSet operator()(const rules::Exists& exists) const {
    return exists.expected ? where.presence() : WitnessSet::of_always();
  }
  WitnessSet operator()(const rules::Regex& regex) const {
    std::string literal = required_literal(regex);
    return literal.empty() ? where.presence() : where.text(Witness::Kind::kLiteral, std::move(literal));
  }
  template <class OfSomeValue>  // Cidr, Compare, TimeCompare, FieldReference
  WitnessSet operator()(const OfSomeValue&) const {
    return where.presence();
  }
};

struct Sets {
  WitnessSet when_true, not_false, support;
};

class Finder {
 public:
  Finder(const CompiledRules& rules, std::uint32_t rule, const rules::Lane& lane)
      : rule_(rules.rule(rule)), items_(rules.items(rule)), lane_(lane) {}

  WitnessSet find() {
    for (const rules::Node& node : rule_.nodes) sets_.push_back(of_node(node));  // children stand before parents
    Sets& root = sets_[rule_.root];
    root.when_true.join(root.support);
    return stronger(root.not_false, root.when_true);
  }

 private:
  Sets of_node(const rules::Node& node) const {
    switch (node.kind) {
      case rules::Node::Kind::kItem:
        return of_item(node.item);
      case rules::Node::Kind::kAnd:
        return of_and(node);
      case rules::Node::Kind::kOr:
        return of_or(node);
      case rules::Node::Kind::kNot:
        break;
    }
    return {WitnessSet::of_always(), WitnessSet::of_always(), WitnessSet::never()};
  }

  Sets of_and(const rules::Node& node) const {
    Sets sets{WitnessSet::of_always(), WitnessSet::of_always(), WitnessSet::never()};
    for (const rules::NodeId child : node.children) {
      sets.when_true = stronger(WitnessSet(sets.when_true), sets_[child].when_true);
      sets.not_false = stronger(WitnessSet(sets.not_false), sets_[child].not_false);
      sets.support.join(sets_[child].support);
    }
    return sets;
  }

  Sets of_or(const rules::Node& node) const {
    Sets sets;
    for (const rules::NodeId child : node.children) {
      sets.when_true.join(sets_[child].when_true);
      sets.not_false.join(sets_[child].not_false);
      sets.support.join(sets_[child].support);
    }
    return sets;
  }

  Sets of_item(std::uint32_t index) const {
    const WitnessSet needed = needed_by(index);
    const bool little = !items_[index].keyword && lane_.says_little(items_[index].field);
    return {needed, may_be_unknown(index) ? WitnessSet::of_always() : needed, little ? WitnessSet::never() : needed};
  }

  WitnessSet needed_by(std::uint32_t index) const {
    const rules::Item& item = rule_.items[index];
    const Where where{items_[index].keyword, items_[index].field};
    if (item.negated) return where.presence();
    WitnessSet sum = item.all ? WitnessSet::of_always() : WitnessSet::never();
    if (item.patterns.empty()) return WitnessSet::never();
    for (std::size_t i = 0; i < item.patterns.size(); ++i) {
      const bool impossible = std::holds_alternative<NeverPattern>(items_[index].patterns[i]);
      const WitnessSet one = impossible ? WitnessSet::never() : std::visit(OfPattern{where}, item.patterns[i]);
      if (item.all) {
        sum = stronger(WitnessSet(sum), one);
      } else {
        sum.join(one);
      }
    }
    return sum;
  }

  bool may_be_unknown(std::uint32_t index) const {
    const CompiledItem& item = items_[index];
    if (!item.keyword && lane_.lacks(item.field)) return true;
    return std::any_of(item.patterns.begin(), item.patterns.end(), [&](const CompiledPattern& pattern) {
      const auto* const reference = std::get_if<ReferencePattern>(&pattern);
      return reference != nullptr && lane_.lacks(reference->field);
    });
  }

  const rules::Rule& rule_;
  std::span<const CompiledItem> items_;
  const rules::Lane& lane_;
  std::vector<Sets> sets_;
};

}  // namespace

WitnessSet necessary(const CompiledRules& rules, std::uint32_t rule, const rules::Lane& lane) {
  return Finder(rules, rule, lane).find();
}

}  // namespace hoptrace::match
