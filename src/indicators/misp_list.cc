// MISP events: their attributes, and those of their objects (MISP core format, section 2.4). An attribute that is not
// meant for detection (to_ids false) is read with low confidence: context, never a finding.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "indicators/json_list.h"

namespace hoptrace::indicators {
namespace {

using simdjson::SUCCESS;
using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

// MISP's types; a composite one ("a|b") is two values with a '|' between.
struct MispType {
  std::string_view name;
  std::optional<Type> first, second;
};
using enum Type;
constexpr std::array kMispTypes{
    MispType{"domain", kDomain, {}},
    MispType{"hostname", kDomain, {}},
    MispType{"domain|ip", kDomain, kAddress},
    MispType{"hostname|port", kDomain, {}},
    MispType{"ip-src", kAddress, {}},
    MispType{"ip-dst", kAddress, {}},
    MispType{"ip-src|port", kAddress, {}},
    MispType{"ip-dst|port", kAddress, {}},
    MispType{"url", kUrl, {}},
    MispType{"md5", kMd5, {}},
    MispType{"sha1", kSha1, {}},
    MispType{"sha256", kSha256, {}},
    MispType{"imphash", kImphash, {}},
    MispType{"filename", kFileName, {}},
    MispType{"filename|md5", kFileName, kMd5},
    MispType{"filename|sha1", kFileName, kSha1},
    MispType{"filename|sha256", kFileName, kSha256},
    MispType{"filename|imphash", kFileName, kImphash},
    MispType{"ja3-fingerprint-md5", kJa3, {}},
    MispType{"regkey", kRegistryKey, {}},
    MispType{"regkey|value", kRegistryKey, {}},
    MispType{"mutex", kMutex, {}},
    MispType{"named pipe", kPipe, {}},
    MispType{"windows-service-name", kService, {}},
    MispType{"user-agent", kUserAgent, {}},
    MispType{"email-src", kEmail, {}},
    MispType{"pattern-in-file", kText, {}},
    MispType{"pdb", kText, {}},
};

struct Source {
  std::string_view place, event;
  std::optional<base::Time> published;
};

std::optional<base::Time> unix_time(std::string_view text) {
  std::int64_t seconds = 0;
  const auto [stopped, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  constexpr std::int64_t kLast = 253402300799;  // of the year 9999
  if (text.empty() || error != std::errc{} || stopped != text.data() + text.size() || seconds < 0 || seconds > kLast)
    return std::nullopt;
  return base::Time::from_seconds(seconds);
}

void add_value(object attribute, Type type, std::string_view value, const Source& source, const std::string& place,
               IndicatorList& list) {
  bool for_detection = true;
  if (attribute.at_key("to_ids").get_bool().get(for_detection) != SUCCESS) for_detection = true;
  Indicator indicator;
  indicator.type = type;
  indicator.value = value;
  indicator.confidence = for_detection ? Confidence::kMedium : Confidence::kLow;
  const auto stated = unix_time(text_at(attribute, "timestamp"));
  indicator.published = source.published ? source.published : stated;
  indicator.source = source.event;
  indicator.note = text_at(attribute, "comment");
  indicator.place = place;
  admit(std::move(indicator), list);
}

void add_attribute(object attribute, const Source& source, IndicatorList& list) {
  const std::string_view name = text_at(attribute, "type"), value = text_at(attribute, "value");
  const std::string place = fmt::format("{}: {}", source.place, text_at(attribute, "uuid"));
  const auto row =
      std::find_if(kMispTypes.begin(), kMispTypes.end(), [&](const MispType& t) { return t.name == name; });
  if (row == kMispTypes.end()) {
    return list.refused.push_back({place, fmt::format("type {:?} is not one that can be looked up", name)});
  }
  if (name.find('|') == std::string_view::npos) return add_value(attribute, *row->first, value, source, place, list);
  const std::size_t bar = value.find('|');
  add_value(attribute, *row->first, value.substr(0, bar), source, place, list);
  if (row->second && bar != std::string_view::npos) {
    add_value(attribute, *row->second, value.substr(bar + 1), source, place, list);
  }
}

void add_attributes(object holder, const Source& source, IndicatorList& list) {
  array attributes;
  if (holder.at_key("Attribute").get_array().get(attributes) != SUCCESS) return;
  for (const element item : attributes) {
    object attribute;
    if (item.get_object().get(attribute) == SUCCESS) add_attribute(attribute, source, list);
  }
}

}  // namespace

void add_misp_event(object event, std::string_view place, IndicatorList& list) {
  const Source source{place, text_at(event, "info"), base::parse_time(text_at(event, "date"), true)};
  add_attributes(event, source, list);
  array objects;
  if (event.at_key("Object").get_array().get(objects) != SUCCESS) return;
  for (const element item : objects) {
    object members;
    if (item.get_object().get(members) == SUCCESS) add_attributes(members, source, list);
  }
}

}  // namespace hoptrace::indicators
