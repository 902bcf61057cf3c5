#include "match/necessary.h"

#include <algorithm>
#include <utility>

#include "base/unicode.h"
#include "match/required_literal.h"

namespace hoptrace::match {
namespace {

// The witnesses of one item's field.
struct Where {
  bool keyword = false;
  event::FieldId field = event::FieldId::kOther;
  TextTable& texts;

  void text(Witness::Kind kind, std::string_view folded, WitnessSet& out) const {
    out.any.push_back({kind, keyword, field, texts.number_of(folded), 0, strength_of(kind, field, folded.size())});
  }
  // That the field is there at all. Of a keyword that would be "the record has a value", which all have.
  void presence(WitnessSet& out) const {
    if (keyword) {
      out.always = true;
    } else {
      out.any.push_back({Witness::Kind::kPresence, false, field, 0, 0, strength_of({}, field, 0)});
    }
  }
  void number(double value, WitnessSet& out) const {
    const auto kind = Witness::Kind::kNumber;
    out.any.push_back({kind, keyword, field, 0, value, strength_of(kind, field, 0)});
  }
};

// Adds what must be seen where a pattern is true.
struct OfPattern {
  Where where;
  WitnessSet& out;

  void operator()(const rules::Glob& glob) const {
    using Kind = rules::Glob::Part::Kind;
    std::string longest;
    for (const rules::Glob::Part& part : glob.parts) {
      if (part.kind != Kind::kLiteral) continue;
      if (std::string folded = base::fold(part.literal); folded.size() > longest.size()) longest = std::move(folded);
    }
    const bool whole = glob.parts.empty() || (glob.parts.size() == 1 && glob.parts.front().kind == Kind::kLiteral);
    if (whole) return where.text(Witness::Kind::kExact, longest, out);
    longest.empty() ? where.presence(out) : where.text(Witness::Kind::kLiteral, longest, out);
  }
  void operator()(const rules::NumberEquals& number) const {
    where.text(Witness::Kind::kExact, base::fold(number.text), out);
    where.number(number.value, out);
  }
  void operator()(const rules::BoolEquals& expected) const {
    where.text(Witness::Kind::kExact, expected.value ? "true" : "false", out);
    where.text(Witness::Kind::kExact, expected.value ? "1" : "0", out);
  }
  void operator()(const rules::IsNull&) const { out.always = true; }
  void operator()(const rules::Exists& exists) const {
    exists.expected ? where.presence(out) : static_cast<void>(out.always = true);
  }
  void operator()(const rules::Regex& regex) const {
    const std::string literal = required_literal(regex);
    literal.empty() ? where.presence(out) : where.text(Witness::Kind::kLiteral, literal, out);
  }
  template <class OfSomeValue>  // Cidr, Compare, TimeCompare, FieldReference
  void operator()(const OfSomeValue&) const {
    where.presence(out);
  }
};

const Clauses kAlways{Clause{}};

bool is_always(const Clauses& clauses) {
  return std::any_of(clauses.begin(), clauses.end(), [](const Clause& c) { return c.empty(); });
}

}  // namespace

// The clauses of one rule's condition on one lane, bounded.
class ClauseFinder {
 public:
  ClauseFinder(const RuleWitnesses& of, const rules::Lane& lane) : of_(of), lane_(lane) {}

  Clauses find() {
    for (const rules::Node& node : of_.rule_.nodes) sets_.push_back(of_node(node));  // children before parents
    Sets& root = sets_[of_.rule_.root];
    if (!any_unknown_) return std::move(root.when_true);
    return both(root.not_false, either(std::move(root.when_true), root.support));
  }

 private:
  struct Sets {
    Clauses when_true, not_false, support;
  };

  Sets of_node(const rules::Node& node) {
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
    return {kAlways, kAlways, {}};
  }

  Sets of_and(const rules::Node& node) const {
    Sets sets{kAlways, kAlways, {}};
    for (const rules::NodeId child : node.children) {
      sets.when_true = both(sets.when_true, sets_[child].when_true);
      sets.not_false = both(sets.not_false, sets_[child].not_false);
      sets.support = either(std::move(sets.support), sets_[child].support);
    }
    return sets;
  }

  Sets of_or(const rules::Node& node) const {
    Sets sets;
    for (const rules::NodeId child : node.children) {
      sets.when_true = either(std::move(sets.when_true), sets_[child].when_true);
      sets.not_false = either(std::move(sets.not_false), sets_[child].not_false);
      sets.support = either(std::move(sets.support), sets_[child].support);
    }
    return sets;
  }

  Sets of_item(std::uint32_t index) {
    const Clauses& needed = of_.needed_[index];
    const CompiledItem& item = of_.items_[index];
    const bool unknown = may_be_unknown(item);
    any_unknown_ = any_unknown_ || unknown;
    const bool little = !item.keyword && lane_.says_little(item.field);
    return {needed, unknown ? kAlways : needed, little ? Clauses() : needed};
  }

  [[nodiscard]] bool may_be_unknown(const CompiledItem& item) const {
    if (!item.keyword && lane_.lacks(item.field)) return true;
    return std::any_of(item.patterns.begin(), item.patterns.end(), [&](const CompiledPattern& pattern) {
      const auto* const reference = std::get_if<ReferencePattern>(&pattern);
      return reference != nullptr && lane_.lacks(reference->field);
    });
  }

  [[nodiscard]] Clauses either(Clauses a, const Clauses& b) const {
    a.insert(a.end(), b.begin(), b.end());
    if (is_always(a)) return kAlways;
    return a.size() > kMostClauses ? in_one(a) : a;
  }

  [[nodiscard]] Clauses both(const Clauses& a, const Clauses& b) const {
    if (a.size() * b.size() > kMostClauses) return a.size() > b.size() ? both(in_one(a), b) : both(a, in_one(b));
    Clauses out;
    for (const Clause& left : a) {
      for (const Clause& right : b) {
        Clause& clause = out.emplace_back(left);
        for (const Group& group : right) {
          if (std::find(clause.begin(), clause.end(), group) == clause.end()) clause.push_back(group);
        }
        keep_strongest(clause);
      }
    }
    return out;
  }

  [[nodiscard]] int strength(const Group& group) const {
    int weakest = 1 << 20;
    for (const std::uint32_t set : group) weakest = std::min(weakest, of_.strengths_[set]);
    return weakest;
  }
  void keep_strongest(Clause& clause) const {
    if (clause.size() <= kMostGroups) return;
    std::stable_sort(clause.begin(), clause.end(),
                     [&](const Group& a, const Group& b) { return strength(a) > strength(b); });
    clause.resize(kMostGroups);
  }
  // One clause of one group, of which each of the clauses needs a witness.
  [[nodiscard]] Clauses in_one(const Clauses& clauses) const {
    if (clauses.size() < 2) return clauses;
    if (is_always(clauses)) return kAlways;
    Group all;
    for (const Clause& clause : clauses) {
      const auto strongest = std::max_element(
          clause.begin(), clause.end(), [&](const Group& a, const Group& b) { return strength(a) < strength(b); });
      all.insert(all.end(), strongest->begin(), strongest->end());
    }
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return {Clause{std::move(all)}};
  }

  const RuleWitnesses& of_;
  const rules::Lane& lane_;
  std::vector<Sets> sets_;
  bool any_unknown_ = false;
};

RuleWitnesses::RuleWitnesses(const CompiledRules& rules, std::uint32_t rule, TextTable& texts)
    : rule_(rules.rule(rule)), items_(rules.items(rule)) {
  for (std::uint32_t item = 0; item < items_.size(); ++item) needed_.push_back(needed_by(item, texts));
}

Clauses RuleWitnesses::one(WitnessSet set) {
  if (set.always) return kAlways;
  if (set.any.empty()) return {};
  strengths_.push_back(set.strength());
  sets_.push_back(std::move(set));
  return {Clause{Group{static_cast<std::uint32_t>(sets_.size() - 1)}}};
}

Clauses RuleWitnesses::needed_by(std::uint32_t index, TextTable& texts) {
  const rules::Item& item = rule_.items[index];
  const Where where{items_[index].keyword, items_[index].field, texts};
  if (item.patterns.empty() && !item.negated) return {};
  WitnessSet any;
  if (item.negated) {
    where.presence(any);
    return one(std::move(any));
  }
  Clause all;
  for (std::size_t i = 0; i < item.patterns.size(); ++i) {
    const bool impossible = std::holds_alternative<NeverPattern>(items_[index].patterns[i]);
    if (impossible && item.all) return {};
    if (impossible) continue;
    std::visit(OfPattern{where, any}, item.patterns[i]);
    if (!item.all) continue;
    const Clauses needed = one(std::exchange(any, {}));
    if (needed.front().empty() || all.size() == kMostGroups) continue;
    all.push_back(needed.front().front());
  }
  return item.all ? Clauses{std::move(all)} : one(std::move(any));
}

Clauses RuleWitnesses::necessary(const rules::Lane& lane) const {
  return ClauseFinder(*this, lane).find();
}

}  // namespace hoptrace::match
