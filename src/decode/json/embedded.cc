#include "decode/json/embedded.h"

#include "decode/json/limits.h"

namespace hoptrace::decode::json {

bool may_be_json(std::string_view text) {
  if (text.size() < 2 || text.size() > kLargestEmbedded) return false;
  return (text.front() == '{' && text.back() == '}') || (text.front() == '[' && text.back() == ']');
}

bool parse_embedded(std::string_view text, event::Event& event, const Leaf& leaf) {
  if (!may_be_json(text)) return false;
  simdjson::dom::parser parser(kLargestEmbedded);
  if (parser.allocate(text.size(), kDepth) != simdjson::SUCCESS) return false;
  simdjson::dom::element root;
  if (parser.parse(text.data(), text.size(), true).get(root) != simdjson::SUCCESS) return false;
  simdjson::dom::object members;
  if (root.get_object().get(members) == simdjson::SUCCESS) {
    flatten(members, event, leaf);
    return true;
  }
  simdjson::dom::array items;
  if (root.get_array().get(items) != simdjson::SUCCESS) return false;
  for (const simdjson::dom::element item : items) {
    if (item.get_object().get(members) == simdjson::SUCCESS) {
      flatten(members, event, leaf);
    } else if (is_scalar(item)) {
      leaf("", item);
    }
  }
  return true;
}

event::Value kept_value(Conversion& to, simdjson::dom::element value) {
  std::string_view text;
  if (value.get_string().get(text) != simdjson::SUCCESS) return value_of(value);
  return event::Value::text(to.keep(text));
}

}  // namespace hoptrace::decode::json
