#include <algorithm>

#include "base/unicode.h"
#include "rules/resolve.h"
#include "rules/rule_hash.h"
#include "rules/tree_builder.h"

namespace hoptrace::rules {
namespace {

// What the filter says of the log source, the rule says too; what it leaves out may be anything (pySigma:
// SigmaLogSource.__contains__).
bool covers(const LogSource& filter, const LogSource& rule) {
  const auto agrees = [](const std::string& wanted, const std::string& is) { return wanted.empty() || wanted == is; };
  return agrees(filter.product, rule.product) && agrees(filter.category, rule.category) &&
         agrees(filter.service, rule.service);
}

bool is_for(const Filter& filter, const Rule& rule) {
  if (!covers(filter.logsource, rule.logsource)) return false;
  return filter.rules.empty() || std::any_of(filter.rules.begin(), filter.rules.end(), [&rule](const auto& name) {
           return base::equal_folded(name, rule.id) || (!rule.name.empty() && name == rule.name);
         });
}

void add_filter(Detection& detection, const Filter& filter) {
  const auto first_node = static_cast<NodeId>(detection.nodes.size());
  const Detection& added = *filter.rule.detection;
  const NodeId condition = append_tree(detection, added);
  for (Selection selection : added.selections) {
    selection.name = filter.title + ": " + selection.name;
    selection.root += first_node;
    detection.selections.push_back(std::move(selection));
  }
  detection.nodes.push_back({Node::Kind::kAnd, {detection.root, condition}, 0});
  detection.root = static_cast<NodeId>(detection.nodes.size() - 1);
}

}  // namespace

std::vector<FilterUse> apply_filters(RuleBook& book) {
  std::vector<FilterUse> uses;
  for (const Filter& filter : book.filters) {
    FilterUse& use = uses.emplace_back(FilterUse{filter.path, filter.line, filter.title, filter.id, 0});
    for (Entry<Rule>& entry : book.rules) {
      if (!is_for(filter, entry.what)) continue;
      add_filter(entry.what.detection.edit(), filter);
      ++use.rules;
    }
  }
  if (uses.empty()) return uses;
  for (Entry<Rule>& entry : book.rules) entry.what.hash = hash_of(entry.what);
  return uses;
}

}  // namespace hoptrace::rules
