#include "decode/json/quick_way.h"

#include "decode/json/event_xml_names.h"

namespace hoptrace::decode::json {

bool QuickWay::convert(Tokens& tokens, Conversion& to) {
  tokens_ = &tokens;
  to_ = &to;
  depth_ = 0;
  signs_ = 0;
  members_ = 0;
  containers_.clear();
  KeyNode& root = tree_.root();
  root.hollow = Treat::kPassOver;
  return object(root) && tokens.ended();
}

bool QuickWay::value(KeyNode& node) {
  const char c = tokens_->peek();
  return c == '{' || c == '[' ? container(node) : scalar(node);
}

bool QuickWay::scalar(KeyNode& node) {
  event::Value value;
  if (!tokens_->scalar(value, to_->event().arena())) return false;
  return treat(node, value.is_null() ? node.null : node.scalar, value);
}

bool QuickWay::treat(const KeyNode& node, Treat treat, const event::Value& value) {
  switch (treat) {
    case Treat::kAdd:
    case Treat::kAddNull:
      return add(node, value);
    case Treat::kAddEmpty:
      return add(node, event::Value::text(""));
    case Treat::kPassOver:
      return true;
    default:
      return false;
  }
}

bool QuickWay::add(const KeyNode& node, event::Value value) {
  event::Event& event = to_->event();
  if (event.fields().size() >= kMostFields) return false;
  if (dialect_.special != nullptr && dialect_.special(*to_, node.path, value)) return true;
  if (node.guid && value.is_text() && is_bare_guid(base::text_of(value.bytes()))) {
    value = event::Value::text(guid_of(base::text_of(value.bytes()), event.arena()));
  }
  if (node.field != nullptr) {
    to_->add(*node.field, value);
  } else {
    event.add(node.id, node.name, value, node.system);
  }
  if (dialect_.after != nullptr) dialect_.after(*to_, node.path, value);
  return true;
}

bool QuickWay::container(KeyNode& node) {
  const bool is_object = tokens_->peek() == '{';
  const Treat treat = is_object ? node.object : node.array;
  if (depth_ == 1 && !dialect_.windows) containers_.push_back(node.key);
  if (treat == Treat::kPassOver) return tokens_->skip(to_->event().arena());
  if (treat != Treat::kDescend || depth_ == kDeepest) return false;
  return is_object ? object(node) : array(node);
}

bool QuickWay::object(KeyNode& node) {
  if (!tokens_->take('{')) return false;
  if (tokens_->take('}')) return treat(node, node.hollow, event::Value::null());
  ++depth_;
  KeyNode** guess = &node.first;
  std::string_view key;
  do {
    if (!tokens_->key(key)) return false;
    KeyNode* const inner = tree_.find(node, *guess, key);
    if (inner == nullptr) return false;
    signs_ |= inner->signs;
    members_ += depth_ == 1 ? 1 : 0;
    if (!value(*inner)) return false;
    guess = &inner->next;
  } while (tokens_->take(','));
  --depth_;
  return tokens_->take('}');
}

bool QuickWay::array(KeyNode& node) {
  if (!tokens_->take('[')) return false;
  if (tokens_->take(']')) return treat(node, node.hollow, event::Value::null());
  ++depth_;
  do {
    if (!value(node)) return false;
  } while (tokens_->take(','));
  --depth_;
  return tokens_->take(']');
}

}  // namespace hoptrace::decode::json
