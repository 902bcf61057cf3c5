#include "match/explain.h"

#include <algorithm>

namespace hoptrace::match {
namespace {

using rules::NodeId;

class Explainer {
 public:
  Explainer(const std::shared_ptr<const CompiledRules>& rules, std::uint32_t rule)
      : rules_(*rules),
        rule_index_(rule),
        rule_(rules->rule(rule)),
        detection_(rules->detection(rule)),
        evaluator_(rules) {}

  LaneExplanation on(rules::LaneId lane, const event::Event& event) {
    evaluator_.look_at(event, lane);
    LaneExplanation out;
    out.lane = lane;
    out.name = rules_.lane(lane).name;
    out.match = evaluator_.decide(rule_index_) != Evaluator::Outcome::kNoMatch;
    out.verdict = evaluator_.node(detection_.root);
    Match match;
    evaluator_.describe(match);
    out.missing = std::move(match.missing);
    for (const rules::Selection& selection : detection_.selections) {
      out.selections.push_back(of_part(selection.name, selection.line, selection.root));
    }
    if (detection_.selections.empty()) out.selections.push_back(of_part("condition", rule_.line, detection_.root));
    return out;
  }

 private:
  SelectionExplanation of_part(const std::string& name, int line, NodeId root) {
    SelectionExplanation out{.name = name, .line = line, .verdict = evaluator_.node(root), .items = {}};
    std::vector<bool> items(detection_.items.size());
    items_below(root, items);
    for (std::uint32_t i = 0; i < items.size(); ++i) {
      if (items[i]) out.items.push_back(of_item(i));
    }
    return out;
  }

  void items_below(NodeId id, std::vector<bool>& items) const {
    const rules::Node& node = detection_.nodes[id];
    if (node.kind == rules::Node::Kind::kItem) items[node.item] = true;
    for (const NodeId child : node.children) items_below(child, items);
  }

  ItemExplanation of_item(std::uint32_t index) {
    const rules::Item& item = detection_.items[index];
    ItemExplanation out;
    out.item = index;
    out.source = item.source.empty() ? "keyword" : item.source;
    out.line = item.line;
    out.verdict = evaluator_.item(index);
    out.field_unknown = evaluator_.field_unknown(index);
    if (out.verdict == Verdict::kTrue) {
      out.held_on = evaluator_.values_held(index);
    } else {
      out.seen = evaluator_.values_seen(index);
    }
    return out;
  }

  const CompiledRules& rules_;
  std::uint32_t rule_index_;
  const rules::Rule& rule_;
  const rules::Detection& detection_;
  Evaluator evaluator_;
};

std::vector<std::string> names(const CompiledRules& rules, const std::vector<rules::LaneId>& lanes) {
  std::vector<std::string> out;
  for (const rules::LaneId lane : lanes) out.push_back(rules.lane(lane).name);
  return out;
}

}  // namespace

Explanation explain(const std::shared_ptr<const CompiledRules>& rules, std::uint32_t rule,
                    const event::Event& event) {
  const std::vector<rules::LaneId>& of_rule = rules->set().compiled[rule].lanes;
  std::vector<rules::LaneId> of_record;
  rules->set().log_sources.lanes_of(event, of_record);
  Explanation out;
  Explainer explainer(rules, rule);
  for (const rules::LaneId lane : of_record) {
    if (std::find(of_rule.begin(), of_rule.end(), lane) != of_rule.end())
      out.lanes.push_back(explainer.on(lane, event));
  }
  out.lanes_of_rule = names(*rules, of_rule);
  out.lanes_of_record = names(*rules, of_record);
  return out;
}

}  // namespace hoptrace::match
