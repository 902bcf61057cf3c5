// Builds the syntax tree of one Rule, within bounds: a rule may not grow without limit through windash, placeholders
// or "1 of them" repeated.
#pragma once

#include <span>
#include <vector>

#include "rules/rule.h"

namespace hoptrace::rules {

class TreeBuilder {
 public:
  explicit TreeBuilder(Detection& detection) : detection_(detection) {}

  [[nodiscard]] NodeId add(Item item);
  // A single child is its own junction.
  [[nodiscard]] NodeId join(Node::Kind kind, std::vector<NodeId> children);
  [[nodiscard]] NodeId negate(NodeId child);

  // What was used so far is within the bounds. Asked after each item and junction, so that memory stays bounded.
  [[nodiscard]] bool within_bounds() const;

 private:
  Detection& detection_;
  std::size_t patterns_ = 0;
  std::size_t bytes_ = 0;  // of the patterns' text
  std::size_t edges_ = 0;
};

// Puts `other`'s tree behind `detection`'s; the id that other's root has there.
[[nodiscard]] NodeId append_tree(Detection& detection, const Detection& other);

}  // namespace hoptrace::rules
