#include "match/necessary.h"

#include <algorithm>
#include <utility>

#include "base/unicode.h"
#include "match/literal_set.h"
#include "match/required_literal.h"

namespace hoptrace::match {
namespace {

// The witnesses of one item's field.
struct Where {
  bool keyword = false;
  event::FieldId field = event::FieldId::kOther;
  TextTable& texts;

  void text(Witness::Kind kind, std::string_view folded, bool sure, WitnessSet& out) const {
    const int strength = strength_of(kind, field, folded.size());
    out.any.push_back({kind, keyword, sure, field, texts.number_of(folded), 0, strength});
  }
  void value(WitnessSet& out) const { plain(Witness::Kind::kValue, out); }
  // Of a keyword that would be "the record has a value", which all have.
  void presence(WitnessSet& out) const {
    keyword ? static_cast<void>(out.always = true) : plain(Witness::Kind::kPresence, out);
  }
  void absence(WitnessSet& out) const {
    keyword ? static_cast<void>(out.always = true) : plain(Witness::Kind::kAbsence, out);
  }
  void plain(Witness::Kind kind, WitnessSet& out) const {
    out.any.push_back({kind, keyword, false, field, 0, 0, strength_of(kind, field, 0)});
  }
  void number(double value, WitnessSet& out) const {
    const auto kind = Witness::Kind::kNumber;
    out.any.push_back({kind, keyword, false, field, 0, value, strength_of(kind, field, 0)});
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
    if (whole) return where.text(Witness::Kind::kExact, longest, !glob.cased, out);
    const bool anywhere = glob.parts.size() == 3 && glob.parts.front().kind == Kind::kMany &&
                          glob.parts.back().kind == Kind::kMany && longest.size() <= LiteralSet::kMostBytes;
    longest.empty() ? where.value(out) : where.text(Witness::Kind::kLiteral, longest, anywhere && !glob.cased, out);
  }
  void operator()(const rules::NumberEquals& number) const {
    where.text(Witness::Kind::kExact, base::fold(number.text), true, out);
    where.number(number.value, out);
  }
  void operator()(const rules::BoolEquals& expected) const {
    where.text(Witness::Kind::kExact, expected.value ? "true" : "false", true, out);
    where.text(Witness::Kind::kExact, expected.value ? "1" : "0", true, out);
  }
  void operator()(const rules::IsNull&) const { where.absence(out); }
  void operator()(const rules::Exists& exists) const { exists.expected ? where.presence(out) : where.absence(out); }
  void operator()(const rules::Regex& regex) const {
    const std::string literal = required_literal(regex);
    literal.empty() ? where.value(out) : where.text(Witness::Kind::kLiteral, literal, false, out);
  }
  template <class OfSomeValue>  // Cidr, Compare, TimeCompare, FieldReference
  void operator()(const OfSomeValue&) const {
    where.value(out);
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
  // `negations`: ask something of what stands under NOT as well.
  ClauseFinder(const RuleWitnesses& of, const rules::Lane& lane, bool negations)
      : of_(of), lane_(lane), negations_(negations) {}

  Clauses find() {
    for (const rules::Node& node : of_.rule_.nodes) sets_.push_back(of_node(node));  // children before parents
    Sets& root = sets_[of_.rule_.root];
    if (!any_unknown_) return std::move(root.when_true);
    return both(root.not_false, either(std::move(root.when_true), root.support));
  }

 private:
  struct Sets {
    Clauses when_true, not_false, support;
    Clauses when_false, not_true;  // for the NOT above, where there is one
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
    const Sets& child = sets_[node.children.front()];
    return {child.when_false, child.not_true, {}, child.when_true, child.not_false};
  }

  Sets of_and(const rules::Node& node) const {
    Sets sets{kAlways, kAlways, {}, {}, {}};
    for (const rules::NodeId id : node.children) {
      const Sets& child = sets_[id];
      sets.when_true = both(sets.when_true, child.when_true);
      sets.not_false = both(sets.not_false, child.not_false);
      sets.support = either(std::move(sets.support), child.support);
      sets.when_false = either(std::move(sets.when_false), child.when_false);
      sets.not_true = either(std::move(sets.not_true), child.not_true);
    }
    return sets;
  }

  Sets of_or(const rules::Node& node) const {
    Sets sets{{}, {}, {}, kAlways, kAlways};
    for (const rules::NodeId id : node.children) {
      const Sets& child = sets_[id];
      sets.when_true = either(std::move(sets.when_true), child.when_true);
      sets.not_false = either(std::move(sets.not_false), child.not_false);
      sets.support = either(std::move(sets.support), child.support);
      sets.when_false = both(sets.when_false, child.when_false);
      sets.not_true = both(sets.not_true, child.not_true);
    }
    return sets;
  }

  Sets of_item(std::uint32_t index) {
    const Clauses& needed = of_.needed_[index];
    const Clauses& failed = negations_ ? of_.failed_[index] : kAlways;
    const CompiledItem& item = of_.items_[index];
    const bool unknown = may_be_unknown(item);
    any_unknown_ = any_unknown_ || unknown;
    const bool little = !item.keyword && lane_.says_little(item.field);
    return {needed, unknown ? kAlways : needed, little ? Clauses() : needed, failed, unknown ? kAlways : failed};
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
  bool negations_;
  std::vector<Sets> sets_;
  bool any_unknown_ = false;
};

RuleWitnesses::RuleWitnesses(const CompiledRules& rules, std::uint32_t rule, TextTable& texts)
    : rule_(rules.detection(rule)), items_(rules.items(rule)) {
  for (std::uint32_t item = 0; item < items_.size(); ++item) needed_.push_back(needed_by(item, texts));
  for (std::uint32_t item = 0; item < items_.size(); ++item) failed_.push_back(failed_by(item, texts));
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
  WitnessSet any{.always = false, .any = {}, .check = {index, -1, false}};
  if (item.negated) {
    where.value(any);
    return one(std::move(any));
  }
  Clause all;
  for (std::size_t i = 0; i < item.patterns.size(); ++i) {
    const bool impossible = std::holds_alternative<NeverPattern>(items_[index].patterns[i]);
    if (impossible && item.all) return {};
    if (impossible) continue;
    std::visit(OfPattern{where, any}, item.patterns[i]);
    if (!item.all) continue;
    any.check.pattern = static_cast<std::int32_t>(i);
    const Clauses needed = one(std::exchange(any, {.always = false, .any = {}, .check = {index, -1, false}}));
    if (needed.front().empty() || all.size() == kMostGroups) continue;
    all.push_back(needed.front().front());
  }
  return item.all ? Clauses{std::move(all)} : one(std::move(any));
}

// A value for which the item does not hold, or none.
Clauses RuleWitnesses::failed_by(std::uint32_t index, TextTable& texts) {
  if (items_[index].keyword) return kAlways;
  const Where where{false, items_[index].field, texts};
  WitnessSet any{.always = false, .any = {}, .check = {index, -1, true}};
  where.value(any);
  where.absence(any);
  return one(std::move(any));
}

bool RuleWitnesses::tells(const Clauses& clauses) const {
  constexpr int kTelling = 2;
  return std::all_of(clauses.begin(), clauses.end(), [&](const Clause& clause) {
    return std::any_of(clause.begin(), clause.end(), [&](const Group& group) {
      return std::all_of(group.begin(), group.end(), [&](std::uint32_t set) { return strengths_[set] >= kTelling; });
    });
  });
}

Clauses RuleWitnesses::necessary(const rules::Lane& lane) const {
  Clauses plain = ClauseFinder(*this, lane, false).find();
  return tells(plain) ? plain : ClauseFinder(*this, lane, true).find();
}

}  // namespace hoptrace::match
