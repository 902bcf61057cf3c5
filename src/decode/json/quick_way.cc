#include "decode/json/quick_way.h"

#include "decode/json/event_xml_names.h"

namespace hoptrace::decode::json {

bool QuickWay::convert(const Tokens& tokens, Conversion& to) {
  tokens_ = tokens;
  to_ = &to;
  depth_ = 0;
  signs_ = 0;
  members_ = 0;
  containers_.clear();
  KeyNode& root = tree_.root();
  root.hollow = Treat::kPassOver;
  return object(root) && tokens_.ended();
}

// Values come in registers, and the next three are inlined by order: a value that was written to memory in parts and
// is read back whole makes the processor wait longer than all the rest of its field takes. So nobody is given its
// address.
[[gnu::always_inline]] inline bool QuickWay::add(const KeyNode& node, event::Value value) {
  event::Event& event = to_->event();
  if (event.fields().size() >= kMostFields) return false;
  if (dialect_.special != nullptr) {
    const event::Value seen = value;
    if (dialect_.special(*to_, node.path, seen)) return true;
  }
  event.add(node.id, node.name, value, node.system);
  if (node.field != nullptr && node.field->take != nullptr) {
    const event::Value seen = value;
    node.field->take(event, seen);
  }
  if (dialect_.after != nullptr) {
    const event::Value seen = value;
    dialect_.after(*to_, node.path, seen);
  }
  return true;
}

[[gnu::always_inline]] inline bool QuickWay::treat(const KeyNode& node, Treat treat, event::Value value) {
  if (treat != Treat::kAdd && treat != Treat::kAddNull) {
    if (treat != Treat::kAddEmpty) return treat == Treat::kPassOver;
    value = event::Value::text("");
  }
  if (node.guid && value.kind() == event::Kind::kText && value.bytes().size() == kBareGuid) value = guid(value);
  return add(node, value);
}

event::Value QuickWay::guid(event::Value value) {
  const std::string_view text = base::text_of(value.bytes());
  return is_bare_guid(text) ? event::Value::text(guid_of(text, to_->event().arena())) : value;
}

bool QuickWay::hollow(const KeyNode& node) {
  return treat(node, node.hollow, event::Value::null());
}

// The walk's place is a copy here, so that it can be in registers, and is put back whenever somebody else goes on.
[[gnu::always_inline]] inline bool QuickWay::value(KeyNode& node, Tokens& at) {
  const char c = at.peek();
  if (c == '{' || c == '[') {
    tokens_ = at;
    const bool done = container(node);
    at = tokens_;
    return done;
  }
  event::Value value;
  return at.scalar(value, to_->event().arena()) && treat(node, value.is_null() ? node.null : node.scalar, value);
}

bool QuickWay::container(KeyNode& node) {
  const bool is_object = tokens_.peek() == '{';
  const Treat treat = is_object ? node.object : node.array;
  if (depth_ == 1 && !dialect_.windows) containers_.push_back(node.key);
  if (treat == Treat::kPassOver) return tokens_.skip(to_->event().arena());
  if (treat != Treat::kDescend || depth_ == kDeepest) return false;
  return is_object ? object(node) : array(node);
}

bool QuickWay::object(KeyNode& node) {
  if (!tokens_.take('{')) return false;
  if (tokens_.take('}')) return hollow(node);
  ++depth_;
  Tokens at = tokens_;
  Signs signs = 0;
  std::size_t members = 0;
  KeyNode** guess = &node.first;
  std::string_view key;
  do {
    if (!at.key(key)) return false;
    KeyNode* const inner = tree_.find(node, *guess, key);
    if (inner == nullptr || !value(*inner, at)) return false;
    signs |= inner->signs;
    ++members;
    guess = &inner->next;
  } while (at.take(','));
  signs_ |= signs;
  if (--depth_ == 0) members_ = members;
  tokens_ = at;
  return tokens_.take('}');
}

bool QuickWay::array(KeyNode& node) {
  if (!tokens_.take('[')) return false;
  if (tokens_.take(']')) return hollow(node);
  ++depth_;
  Tokens at = tokens_;
  do {
    if (!value(node, at)) return false;
  } while (at.take(','));
  --depth_;
  tokens_ = at;
  return tokens_.take(']');
}

}  // namespace hoptrace::decode::json
