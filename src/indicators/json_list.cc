#include "indicators/json_list.h"

namespace hoptrace::indicators {

using simdjson::SUCCESS;
using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

std::string_view text_at(object object, std::string_view key) {
  std::string_view text;
  if (object.at_key(key).get_string().get(text) != SUCCESS) return {};
  return text;
}

namespace {

// MISP's export is an event, {"Event": …}, a list of those, or the same under "response".
void add_misp(element at, std::string_view place, int depth, IndicatorList& list) {
  array items;
  if (at.get_array().get(items) == SUCCESS && depth < 4) {
    for (const element item : items) add_misp(item, place, depth + 1, list);
    return;
  }
  object members;
  if (at.get_object().get(members) != SUCCESS || depth >= 4) return;
  element inner;
  if (members.at_key("response").get(inner) == SUCCESS || members.at_key("Event").get(inner) == SUCCESS) {
    return add_misp(inner, place, depth + 1, list);
  }
  add_misp_event(members, place, list);
}

}  // namespace

base::Result<IndicatorList> parse_json(std::string_view text, std::string_view place) {
  simdjson::dom::parser parser;
  element root;
  if (const auto error = parser.parse(text.data(), text.size(), true).get(root); error != SUCCESS) {
    return base::fail(base::Code::kMalformed,
                      std::string("the indicator list is not valid JSON: ") + simdjson::error_message(error),
                      std::string(place));
  }
  object members;
  array objects;
  if (root.get_object().get(members) == SUCCESS && members.at_key("objects").get_array().get(objects) == SUCCESS) {
    return stix_list(objects, place);
  }
  IndicatorList list;
  add_misp(root, place, 0, list);
  if (list.indicators.empty() && list.refused.empty()) {
    return base::fail(base::Code::kMalformed, "this JSON is neither a STIX 2.1 bundle nor a MISP event",
                      std::string(place));
  }
  return list;
}

}  // namespace hoptrace::indicators
