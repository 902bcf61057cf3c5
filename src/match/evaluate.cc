#include "match/evaluate.h"

#include <algorithm>

#include "match/telling.h"

namespace hoptrace::match {
namespace {

constexpr std::uint8_t kNotAsked = 0xFF;

Verdict negation(Verdict verdict) {
  if (verdict == Verdict::kUnknown) return verdict;
  return verdict == Verdict::kTrue ? Verdict::kFalse : Verdict::kTrue;
}

// Kleene: false < unknown < true; AND is the least, OR the greatest.
Verdict least(Verdict a, Verdict b) {
  return std::min(a, b);
}
Verdict greatest(Verdict a, Verdict b) {
  return std::max(a, b);
}

void add_once(std::vector<std::string>& list, const std::string& text) {
  if (std::find(list.begin(), list.end(), text) == list.end()) list.push_back(text);
}

// A child whose verdict is part of why its parent has its own.
bool carries(Verdict parent, Verdict child) {
  return child == Verdict::kTrue || (child == Verdict::kUnknown && parent == Verdict::kUnknown);
}

}  // namespace

std::string bounded_text(std::string_view text) {
  if (text.size() <= Evaluator::kMostText) return std::string(text);
  std::size_t end = Evaluator::kMostText;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end)) + "…";
}

Evaluator::Evaluator(std::shared_ptr<const CompiledRules> rules) : rules_(std::move(rules)) {}

void Evaluator::look_at(const event::Event& event, rules::LaneId lane) {
  lane_ = lane;
  readings_.look_at(event, rules_->lane(lane));
}

void Evaluator::begin(std::uint32_t rule) {
  rule_ = rule;
  detection_ = &rules_->detection(rule);
  verdicts_.assign(detection_->nodes.size(), kNotAsked);
}

Evaluator::Outcome Evaluator::decide(std::uint32_t rule) {
  begin(rule);
  const rules::NodeId root = detection_->root;
  const Verdict verdict = node(root);
  if (verdict == Verdict::kTrue) return Outcome::kCertain;
  if (verdict != Verdict::kUnknown) return Outcome::kNoMatch;
  wants_unseen_ = wants_unseen(root);
  return supported(root) ? Outcome::kUncertain : Outcome::kNoMatch;
}

Verdict Evaluator::node(rules::NodeId id) {
  if (verdicts_[id] == kNotAsked) verdicts_[id] = static_cast<std::uint8_t>(evaluate(detection_->nodes[id]));
  return static_cast<Verdict>(verdicts_[id]);
}

Verdict Evaluator::evaluate(const rules::Node& at) {
  switch (at.kind) {
    case rules::Node::Kind::kItem:
      return evaluate_item(at.item);
    case rules::Node::Kind::kNot:
      return negation(node(at.children.front()));
    case rules::Node::Kind::kAnd: {
      Verdict all = Verdict::kTrue;
      for (const rules::NodeId child : at.children) {
        all = least(all, node(child));
        if (all == Verdict::kFalse) break;
      }
      return all;
    }
    case rules::Node::Kind::kOr: {
      Verdict any = Verdict::kFalse;
      for (const rules::NodeId child : at.children) {
        any = greatest(any, node(child));
        if (any == Verdict::kTrue) break;
      }
      return any;
    }
  }
  return Verdict::kFalse;
}

Readings::Range Evaluator::range_of(const CompiledItem& item) {
  return item.keyword ? readings_.all() : readings_.of(item.field);
}

Verdict Evaluator::item(std::uint32_t item) {
  return evaluate_item(item);
}

Verdict Evaluator::evaluate_item(std::uint32_t index) {
  const CompiledItem& item = rules_->items(rule_)[index];
  const Readings::Range range = range_of(item);
  if (range.unknown) return Verdict::kUnknown;
  const Verdict verdict = plain(item, range);
  if (!item.negated) return verdict;
  return has_value(range) ? negation(verdict) : Verdict::kFalse;
}

Verdict Evaluator::plain(const CompiledItem& item, Readings::Range range) {
  if (item.patterns.empty()) return Verdict::kFalse;
  const Verdict decisive = item.all ? Verdict::kFalse : Verdict::kTrue;
  Verdict sum = negation(decisive);
  for (const CompiledPattern& pattern : item.patterns) {
    const Verdict one = ask(pattern, range, readings_, scratch_).verdict;
    sum = item.all ? least(sum, one) : greatest(sum, one);
    if (sum == decisive) break;
  }
  return sum;
}

bool Evaluator::has_value(Readings::Range range) const {
  for (std::uint32_t i = range.first; i < range.first + range.count; ++i) {
    if (!readings_.is_null(i)) return true;
  }
  return false;
}

bool Evaluator::tells(std::uint32_t index) {
  const rules::Item& item = detection_->items[index];
  if (item.all && item.patterns.size() > 1) return true;  // several texts together are no chance
  const CompiledItem& compiled = rules_->items(rule_)[index];
  const Readings::Range range = range_of(compiled);
  for (std::size_t i = 0; i < item.patterns.size(); ++i) {
    if (!telling(item.patterns[i])) continue;
    if (item.negated) return true;
    const Hit hit = ask(compiled.patterns[i], range, readings_, scratch_);
    if (hit.verdict == Verdict::kTrue && !(hit.reading && is_common(compiled, *hit.reading))) return true;
  }
  return false;
}

bool Evaluator::is_common(const CompiledItem& item, std::uint32_t reading) {
  return !item.keyword && rules_->lane(lane_).is_common(item.field, readings_.folded(reading));
}

bool Evaluator::wants_unseen(rules::NodeId id) {
  if (node(id) != Verdict::kUnknown) return false;
  const rules::Node& at = detection_->nodes[id];
  if (at.kind == rules::Node::Kind::kNot) return false;
  return at.kind == rules::Node::Kind::kItem || std::any_of(at.children.begin(), at.children.end(),
                                                            [&](rules::NodeId child) { return wants_unseen(child); });
}

bool Evaluator::says_little(std::uint32_t index) const {
  const CompiledItem& item = rules_->items(rule_)[index];
  return !item.keyword && rules_->lane(lane_).says_little(item.field);
}

bool Evaluator::supported(rules::NodeId id) {
  const rules::Node& at = detection_->nodes[id];
  switch (at.kind) {
    case rules::Node::Kind::kItem:
      return node(id) == Verdict::kTrue && !says_little(at.item) && (!wants_unseen_ || tells(at.item));
    case rules::Node::Kind::kNot:
      return false;
    case rules::Node::Kind::kAnd:
    case rules::Node::Kind::kOr:
      return std::any_of(at.children.begin(), at.children.end(), [&](rules::NodeId child) {
        return (at.kind == rules::Node::Kind::kAnd || node(child) != Verdict::kFalse) && supported(child);
      });
  }
  return false;
}

void Evaluator::describe(Match& out) {
  std::vector<bool> held(detection_->items.size());
  collect_held(detection_->root, held);
  for (std::uint32_t i = 0; i < held.size(); ++i) {
    if (!held[i]) continue;
    const std::string& name = detection_->items[i].field.empty() ? "keyword" : detection_->items[i].field;
    for (std::string& text : values_held(i)) {
      std::pair<std::string, std::string> pair{name, std::move(text)};
      if (out.matched.size() >= kMostMatched) break;
      if (std::find(out.matched.begin(), out.matched.end(), pair) == out.matched.end()) {
        out.matched.push_back(std::move(pair));
      }
    }
  }
  collect_missing(detection_->root, out.missing);
}

void Evaluator::collect_held(rules::NodeId id, std::vector<bool>& items) {
  const rules::Node& at = detection_->nodes[id];
  if (at.kind == rules::Node::Kind::kNot) return;
  if (at.kind == rules::Node::Kind::kItem) {
    if (node(id) == Verdict::kTrue) items[at.item] = true;
    return;
  }
  for (const rules::NodeId child : at.children) {
    if (carries(node(id), node(child))) collect_held(child, items);
  }
}

void Evaluator::collect_missing(rules::NodeId id, std::vector<std::string>& out) {
  if (node(id) != Verdict::kUnknown) return;
  const rules::Node& at = detection_->nodes[id];
  if (at.kind == rules::Node::Kind::kItem) {
    unknown_fields(at.item, out);
    return;
  }
  for (const rules::NodeId child : at.children) collect_missing(child, out);
}

void Evaluator::unknown_fields(std::uint32_t index, std::vector<std::string>& out) {
  const CompiledItem& item = rules_->items(rule_)[index];
  if (field_unknown(index)) add_once(out, detection_->items[index].field);
  for (const CompiledPattern& pattern : item.patterns) {
    const auto* const reference = std::get_if<ReferencePattern>(&pattern);
    if (reference != nullptr && readings_.of(reference->field).unknown) add_once(out, reference->name);
  }
}

bool Evaluator::field_unknown(std::uint32_t index) {
  return range_of(rules_->items(rule_)[index]).unknown;
}

std::vector<std::string> Evaluator::values_held(std::uint32_t index) {
  const CompiledItem& item = rules_->items(rule_)[index];
  const Readings::Range range = range_of(item);
  std::vector<std::string> out;
  if (item.negated) return values_seen(index);
  for (const CompiledPattern& pattern : item.patterns) {
    const Hit hit = ask(pattern, range, readings_, scratch_);
    if (hit.verdict != Verdict::kTrue) continue;
    if (out.size() < kMostMatched) add_once(out, hit.reading ? bounded_text(readings_.text(*hit.reading)) : "");
    if (!item.all) break;
  }
  return out;
}

std::vector<std::string> Evaluator::values_seen(std::uint32_t index) {
  const Readings::Range range = range_of(rules_->items(rule_)[index]);
  std::vector<std::string> out;
  for (std::uint32_t i = range.first; i < range.first + range.count && out.size() < kMostMatched; ++i) {
    if (!readings_.is_null(i)) add_once(out, bounded_text(readings_.text(i)));
  }
  return out;
}

}  // namespace hoptrace::match
