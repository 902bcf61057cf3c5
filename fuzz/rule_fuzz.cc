// Rules: any text as a rule file. What must hold: every document ends accepted or with a reason; what is accepted is
// a tree that match can walk (children before parents, every index in range), and the same text gives the same hash.
#include <string>

#include "base/bytes.h"
#include "base/check.h"
#include "rules/rule_set.h"

namespace {

using namespace hoptrace;

std::shared_ptr<const rules::RuleSet> load(std::string_view text) {
  event::FieldDictionary fields;
  rules::RuleSetBuilder builder(fields, {}, {{"hosts", {"srv*", "dc-1"}}});
  builder.load_text(text, "rule.yml", {{}, rules::Level::kLow});
  return builder.finish();
}

void check_tree(const rules::Detection& detection) {
  base::check(detection.root < detection.nodes.size(), "the root is a node");
  for (std::size_t i = 0; i < detection.nodes.size(); ++i) {
    const rules::Node& node = detection.nodes[i];
    if (node.kind == rules::Node::Kind::kItem) base::check(node.item < detection.items.size(), "an item is there");
    if (node.kind == rules::Node::Kind::kNot) base::check(node.children.size() == 1, "not takes one");
    for (const rules::NodeId child : node.children) base::check(child < i, "children stand before their parents");
  }
  for (const rules::Item& item : detection.items) base::check(!item.patterns.empty(), "an item has patterns");
  for (const rules::Selection& selection : detection.selections) {
    base::check(selection.root < detection.nodes.size(), "a selection is a node");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = base::text_of({data, size});
  const auto set = load(text);
  for (const rules::Refusal& refusal : set->refused) base::check(!refusal.reason.empty(), "a refusal has a reason");
  base::check(set->compiled.size() == set->rules.size(), "every rule is compiled");
  for (std::size_t i = 0; i < set->rules.size(); ++i) {
    check_tree(*set->rules[i].detection);
    base::check(set->compiled[i].fields.size() == set->rules[i].detection->items.size(), "every item has its field");
  }
  base::check(set->correlation_members.size() == set->correlations.size(), "every correlation has its members");
  for (std::size_t i = 0; i < set->correlations.size(); ++i) {
    base::check(!set->correlation_members[i].empty(), "and at least one");
    for (const std::uint32_t member : set->correlation_members[i]) {
      base::check(member < set->rules.size() + set->correlations.size(), "which is there");
    }
  }
  base::check(load(text)->hash == set->hash, "the same text gives the same rules");
  return 0;
}
