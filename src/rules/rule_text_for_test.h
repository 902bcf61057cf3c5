// For tests of this room: one rule around a detection section, loaded as a user's file would be.
#pragma once

#include <memory>
#include <string>

#include "rules/rule_hash.h"
#include "rules/rule_set.h"

namespace hoptrace::rules {

inline std::string rule_text(const std::string& detection, const std::string& more = {}) {
  return "title: Test\n" + more + "logsource:\n    product: windows\n    category: process_creation\ndetection:\n" +
         detection;
}

// `key: value` as the one item of a rule.
inline std::string item_text(const std::string& key, const std::string& value) {
  return rule_text("    sel:\n        " + key + ": " + value + "\n    condition: sel\n");
}

inline std::shared_ptr<const RuleSet> load(const std::string& text, const PlaceholderValues& values = {}) {
  event::FieldDictionary fields;
  RuleSetBuilder builder(fields, {}, values);
  builder.load_text(text, "test.yml");
  return builder.finish();
}

// Every pattern of the first rule in canonical form, items apart by a blank line; or why it was refused.
inline std::string patterns_of(const RuleSet& set) {
  if (set.rules.empty()) return set.refused.empty() ? "nothing" : "refused: " + set.refused.front().reason;
  std::string out;
  for (const Item& item : set.rules.front().detection->items) {
    for (const Pattern& pattern : item.patterns) out += canonical(pattern) + "\n";
  }
  return out;
}

inline std::string patterns(const std::string& key, const std::string& value, const PlaceholderValues& values = {}) {
  return patterns_of(*load(item_text(key, value), values));
}

// The tree of the first rule: "(A & !(B | C))" with fields for items; `~` is |neq, `+` an item under |all.
inline std::string tree_of(const Rule& rule, NodeId id) {
  const Node& node = rule.detection->nodes[id];
  if (node.kind == Node::Kind::kItem) {
    const Item& item = rule.detection->items[node.item];
    return (item.negated ? "~" : "") + (item.field.empty() ? std::string("keyword") : item.field) +
           (item.all ? "+" : "");
  }
  if (node.kind == Node::Kind::kNot) return "!" + tree_of(rule, node.children.front());
  std::string out;
  for (const NodeId child : node.children) {
    if (!out.empty()) out += node.kind == Node::Kind::kAnd ? " & " : " | ";
    out += tree_of(rule, child);
  }
  return "(" + out + ")";
}

inline std::string tree(const std::string& detection) {
  const auto set = load(rule_text(detection));
  if (set->rules.empty()) return "refused: " + set->refused.front().reason;
  return tree_of(set->rules.front(), set->rules.front().detection->root);
}

}  // namespace hoptrace::rules
