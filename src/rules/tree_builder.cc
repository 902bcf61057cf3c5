#include "rules/tree_builder.h"

#include <utility>

namespace hoptrace::rules {
namespace {

constexpr std::size_t kMostPatterns = 200'000;
constexpr std::size_t kMostBytes = 64 << 20;
constexpr std::size_t kMostEdges = 1'000'000;

std::size_t text_size(const Pattern& pattern) {
  if (const auto* regex = std::get_if<Regex>(&pattern)) return regex->pattern.size();
  const auto* glob = std::get_if<Glob>(&pattern);
  std::size_t size = 0;
  for (std::size_t i = 0; glob && i < glob->parts.size(); ++i) {
    size += sizeof(Glob::Part) + glob->parts[i].literal.size();
  }
  return size;
}

}  // namespace

NodeId TreeBuilder::add(Item item) {
  patterns_ += item.patterns.size();
  for (const Pattern& pattern : item.patterns) bytes_ += text_size(pattern);
  detection_.nodes.push_back({Node::Kind::kItem, {}, static_cast<std::uint32_t>(detection_.items.size())});
  detection_.items.push_back(std::move(item));
  return static_cast<NodeId>(detection_.nodes.size() - 1);
}

NodeId TreeBuilder::join(Node::Kind kind, std::vector<NodeId> children) {
  if (children.size() == 1) return children.front();
  edges_ += children.size();
  detection_.nodes.push_back({kind, std::move(children), 0});
  return static_cast<NodeId>(detection_.nodes.size() - 1);
}

NodeId TreeBuilder::negate(NodeId child) {
  ++edges_;
  detection_.nodes.push_back({Node::Kind::kNot, {child}, 0});
  return static_cast<NodeId>(detection_.nodes.size() - 1);
}

bool TreeBuilder::within_bounds() const {
  return patterns_ <= kMostPatterns && bytes_ <= kMostBytes && edges_ <= kMostEdges;
}

NodeId append_tree(Detection& detection, const Detection& other) {
  const auto first_item = static_cast<std::uint32_t>(detection.items.size());
  const auto first_node = static_cast<NodeId>(detection.nodes.size());
  detection.items.insert(detection.items.end(), other.items.begin(), other.items.end());
  for (Node node : other.nodes) {
    for (NodeId& child : node.children) child += first_node;
    if (node.kind == Node::Kind::kItem) node.item += first_item;
    detection.nodes.push_back(std::move(node));
  }
  return first_node + other.root;
}

}  // namespace hoptrace::rules
