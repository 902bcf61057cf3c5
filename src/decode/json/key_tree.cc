#include "decode/json/key_tree.h"

#include <algorithm>

#include "decode/json/dialect.h"

namespace hoptrace::decode::json {
namespace {

std::size_t hash_of(std::uint32_t parent, std::string_view key) {
  constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15;
  std::uint64_t head = 0, tail = 0;
  const std::size_t size = key.size();
  std::memcpy(&head, key.data(), std::min<std::size_t>(size, 8));
  if (size > 8) std::memcpy(&tail, key.data() + size - 8, 8);
  std::uint64_t hash = (head ^ (std::uint64_t{parent} << 32 | size)) * kOdd;
  hash = ((hash ^ hash >> 32) + tail) * kOdd;
  return hash ^ hash >> 29;
}

}  // namespace

KeyTree::KeyTree(const event::FieldDictionary& names, const Dialect& dialect)
    : names_(names), dialect_(dialect), nodes_(1), slots_(kSlots) {}

KeyNode& KeyTree::root() {
  if (nodes_.size() >= kMostNodes) {
    nodes_.clear();
    nodes_.emplace_back();
    std::fill(slots_.begin(), slots_.end(), nullptr);
    memory_.reset();
  }
  return nodes_.front();
}

KeyNode* KeyTree::search(const KeyNode& parent, std::string_view key) {
  if (key.size() > kLongestKey) return nullptr;
  std::size_t slot = hash_of(parent.number, key) % kSlots;
  for (std::size_t probe = 0; probe < kProbes; ++probe) {
    KeyNode*& node = slots_[slot];
    if (node == nullptr) {
      if (nodes_.size() < kMostNodes) node = learn(parent, key);
      return node;
    }
    if (node->parent == parent.number && node->key == key) return node;
    slot = (slot + 1) % kSlots;
  }
  return nullptr;
}

KeyNode* KeyTree::learn(const KeyNode& parent, std::string_view key) {
  KeyNode& node = nodes_.emplace_back();
  node.number = static_cast<std::uint32_t>(nodes_.size() - 1);
  node.parent = parent.number;
  node.key = node.path = node.name = memory_.copy(key);
  dialect_.learn(dialect_, Lesson{names_, memory_, parent}, node);
  if (node.field != nullptr) {
    node.id = node.field->id;
    node.name = node.field->name;
    node.system = true;
  }
  return &node;
}

}  // namespace hoptrace::decode::json
