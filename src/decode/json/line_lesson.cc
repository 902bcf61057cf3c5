#include "decode/json/line_lesson.h"

#include "decode/json/limits.h"

namespace hoptrace::decode::json {
namespace {

bool is_header(event::FieldId id) {
  return id == event::field::kEventId || id == event::field::kChannel || id == event::field::kProviderName;
}

// A scalar of this key is kept as it is, or not at all; and it is not data in the name of something in the header,
// of which a sieve is told by its value (hunt/event_glance.h).
bool is_plain(const KeyNode& node) {
  if (node.scalar == Treat::kPassOver) return node.null == Treat::kPassOver || node.null == Treat::kGiveUp;
  return node.scalar == Treat::kAdd && node.null != Treat::kDescend && (node.system || !is_header(node.id));
}

}  // namespace

bool LineLesson::walk(std::string_view document, const Tokens& tokens, KeyTree& keys) {
  at_ = tokens;
  keys_ = &keys;
  document_ = document;
  reached_ = document.data();
  depth_ = 0;
  steps_.clear();
  arena_.reset();
  if (at_.peek() != '{' || !object(&keys.root()) || !at_.ended()) return false;
  tail_ = {reached_, static_cast<std::size_t>(document.data() + document.size() - reached_)};
  return true;
}

// `node` is null in what is passed over as a whole.
bool LineLesson::value(KeyNode* node) {
  const char c = at_.peek();
  if (c != '{' && c != '[') return scalar(node);
  if (depth_ == kDepth) return false;
  if (node != nullptr) {
    const Treat treat = c == '{' ? node->object : node->array;
    if (treat == Treat::kPassOver) {
      node = nullptr;
    } else if (treat != Treat::kDescend) {
      return false;
    }
  }
  ++depth_;
  const bool done = c == '{' ? object(node) : array(node);
  --depth_;
  return done;
}

bool LineLesson::scalar(const KeyNode* node) {
  if (node != nullptr && !is_plain(*node)) return false;
  const char* at = at_.here();
  steps_.push_back({{reached_, static_cast<std::size_t>(at - reached_)}, node});
  WrittenValue written;
  event::Value value;
  if (!pass_scalar(at, document_.data() + document_.size(), arena_, written)) return false;
  reached_ = at;
  return at_.scalar(value, arena_);
}

bool LineLesson::object(KeyNode* node) {
  if (!at_.take('{')) return false;
  if (at_.take('}')) return node == nullptr || node->hollow == Treat::kPassOver;
  KeyNode* guess = nullptr;
  std::string_view key;
  do {
    if (!at_.key(key)) return false;
    KeyNode* inner = nullptr;
    if (node != nullptr) {
      guess = nullptr;
      inner = keys_->find(*node, guess, key);
      if (inner == nullptr) return false;
    }
    if (!value(inner)) return false;
  } while (at_.take(','));
  return at_.take('}');
}

bool LineLesson::array(KeyNode* node) {
  if (!at_.take('[')) return false;
  if (at_.take(']')) return node == nullptr || node->hollow == Treat::kPassOver;
  do {
    if (!value(node)) return false;
  } while (at_.take(','));
  return at_.take(']');
}

}  // namespace hoptrace::decode::json
