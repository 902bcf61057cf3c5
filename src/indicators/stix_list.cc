// STIX 2.1 bundles: the objects of type "indicator" with a STIX pattern (section 4.7).
#include <fmt/format.h>

#include "indicators/json_list.h"
#include "indicators/stix_pattern.h"

namespace hoptrace::indicators {
namespace {

using simdjson::SUCCESS;
using simdjson::dom::element;
using simdjson::dom::object;

// STIX's 0 to 100 in the None/Low/Med/High scale of its Appendix A.
Confidence confidence_of(object indicator) {
  std::int64_t value = 0;
  if (indicator.at_key("confidence").get_int64().get(value) != SUCCESS) return Confidence::kMedium;
  if (value >= 70) return Confidence::kHigh;
  return value >= 30 ? Confidence::kMedium : Confidence::kLow;
}

void add_indicator(object from, std::string_view place, IndicatorList& list) {
  const std::string at = fmt::format("{}: {}", place, text_at(from, "id"));
  bool revoked = false;
  if (from.at_key("revoked").get_bool().get(revoked) == SUCCESS && revoked) {
    return list.refused.push_back({at, "it was revoked"});
  }
  const std::string_view language = text_at(from, "pattern_type");
  if (!language.empty() && language != "stix") {
    return list.refused.push_back({at, fmt::format("its pattern is written in {:?}", language)});
  }
  const auto items = parse_pattern(text_at(from, "pattern"));
  if (!items) return list.refused.push_back({at, items.error().what});
  for (const PatternItem& item : *items) {
    Indicator indicator;
    indicator.type = item.type;
    indicator.value = item.value;
    indicator.confidence = confidence_of(from);
    indicator.published = base::parse_time(text_at(from, "valid_from"));
    indicator.source = text_at(from, "name");
    indicator.note = text_at(from, "description");
    indicator.place = at;
    admit(std::move(indicator), list);
  }
}

}  // namespace

IndicatorList stix_list(simdjson::dom::array objects, std::string_view place) {
  IndicatorList list;
  for (const element item : objects) {
    object members;
    if (item.get_object().get(members) == SUCCESS && text_at(members, "type") == "indicator") {
      add_indicator(members, place, list);
    }
  }
  return list;
}

}  // namespace hoptrace::indicators
