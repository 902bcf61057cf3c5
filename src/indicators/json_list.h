// The two JSON shapes of lists, each from its parsed document.
#pragma once

#include <simdjson.h>

#include <string_view>

#include "indicators/indicator_list.h"

namespace hoptrace::indicators {

[[nodiscard]] IndicatorList stix_list(simdjson::dom::array objects, std::string_view place);
// `event` has "Attribute" and perhaps "Object"s with more.
void add_misp_event(simdjson::dom::object event, std::string_view place, IndicatorList& list);

[[nodiscard]] std::string_view text_at(simdjson::dom::object object, std::string_view key);

}  // namespace hoptrace::indicators
