#include "decode/json/line_shapes.h"

#include <algorithm>

namespace hoptrace::decode::json {

// The one that is found comes first from now on.
LineShapes::Between* LineShapes::search(Between& last, const char* at, const char* end) {
  for (Between** place = &last.first; *place != nullptr; place = &(*place)->other) {
    Between* const found = *place;
    if (!stands(*found, at, end)) continue;
    *place = found->other;
    found->other = last.first;
    return last.first = found;
  }
  return nullptr;
}

bool LineShapes::full() const {
  return nodes_.size() >= kMostNodes || bytes_ >= kMostBytes || shapes_ >= kMostShapes;
}

void LineShapes::forget() {
  root_ = {};
  nodes_.clear();
  memory_.reset();
  bytes_ = 0;
  shapes_ = 0;
}

LineShapes::Between* LineShapes::child(Between& parent, std::string_view bytes, bool ends) {
  for (Between* one = parent.first; one != nullptr; one = one->other) {
    if (one->ends == ends && std::string_view(one->bytes, one->size) == bytes) return one;
  }
  if (parent.children == kMostChildren || bytes.size() > kLongest) return nullptr;
  char* const kept = memory_.take(bytes.size() + written::kStep);
  std::fill(std::copy(bytes.begin(), bytes.end(), kept), kept + bytes.size() + written::kStep, '\0');
  bytes_ += bytes.size() + written::kStep;
  Between& out = nodes_.emplace_back();
  out.bytes = kept;
  out.size = static_cast<std::uint32_t>(bytes.size());
  out.ends = ends;
  out.other = parent.first;
  parent.first = &out;
  ++parent.children;
  return &out;
}

void LineShapes::set(Between& between, const KeyNode& node) {
  between.scalar = node.scalar;
  between.null = node.null;
  between.guid = node.guid;
  between.take = node.field == nullptr ? nullptr : node.field->take;
  if (node.scalar == Treat::kAdd) between.slot = static_cast<std::uint32_t>(slots_.size());
}

LineShapes::Learnt LineShapes::learn(std::span<const LineStep> steps, std::string_view tail) {
  slots_.clear();
  Between* place = &root_;
  for (const LineStep& step : steps) {
    place = child(*place, step.before, false);
    if (place == nullptr) return Learnt::kNothing;
    if (step.node == nullptr) continue;
    set(*place, *step.node);
    if (place->slot == kNoSlot) continue;
    if (slots_.size() == kMostSlots) return Learnt::kNothing;
    slots_.push_back({step.node->id, step.node->system, memory_.copy(step.node->name)});
  }
  const std::size_t before = nodes_.size();
  Between* const leaf = child(*place, tail, true);
  if (leaf == nullptr) return Learnt::kNothing;
  if (nodes_.size() == before) return Learnt::kKnown;
  leaf->shape = shapes_++;
  return Learnt::kNew;
}

}  // namespace hoptrace::decode::json
