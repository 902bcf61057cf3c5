#include "cases/hop_detail.h"

#include <nlohmann/json.hpp>

namespace hoptrace::cases {
namespace {

using Json = nlohmann::json;

std::string text_of(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json json_of(const HopPlace& place) {
  return Json::array({place.tenant, place.host});
}

std::string text_at(const Json& json, const char* key) {
  const auto at = json.is_object() ? json.find(key) : json.end();
  return at != json.end() && at->is_string() ? at->get<std::string>() : std::string();
}

std::vector<std::string> texts_in(const Json& list) {
  std::vector<std::string> out;
  if (!list.is_array()) return out;
  for (const Json& one : list) {
    if (one.is_string()) out.push_back(one.get<std::string>());
  }
  return out;
}

Json list_at(const Json& json, const char* key) {
  const auto at = json.is_object() ? json.find(key) : json.end();
  return at != json.end() && at->is_array() ? *at : Json::array();
}

double number_at(const Json& json, const char* key) {
  const auto at = json.is_object() ? json.find(key) : json.end();
  return at != json.end() && at->is_number() ? at->get<double>() : 0;
}

std::int64_t ticks_at(const Json& json, const char* key) {
  const auto at = json.is_object() ? json.find(key) : json.end();
  return at != json.end() && at->is_number_integer() ? at->get<std::int64_t>() : 0;
}

HopPlace place_of(const Json& json) {
  const std::vector<std::string> texts = texts_in(json);
  return texts.size() == 2 ? HopPlace{texts[0], texts[1]} : HopPlace{};
}

Json parsed(std::string_view json) {
  Json out = Json::parse(json, nullptr, false);
  return out.is_discarded() ? Json::object() : out;
}

}  // namespace

std::string packed_detail(const HopRow& hop) {
  Json json{{"why", hop.why}, {"candidates", Json::array()}};
  for (const HopPlace& place : hop.candidates) json["candidates"].push_back(json_of(place));
  if (hop.gap) json["gap"] = *hop.gap;
  return text_of(json);
}

void unpack_detail(std::string_view text, HopRow& hop) {
  const Json json = parsed(text);
  hop.why = texts_in(list_at(json, "why"));
  for (const Json& place : list_at(json, "candidates")) hop.candidates.push_back(place_of(place));
  if (json.contains("gap")) hop.gap = text_at(json, "gap");
}

std::string packed(const IntrusionRow& intrusion) {
  Json json{{"id", intrusion.id},
            {"patient_zero", json_of(intrusion.patient_zero)},
            {"origin_tenant", intrusion.origin_tenant},
            {"hops", intrusion.hops},
            {"tenants", intrusion.tenants},
            {"accounts", intrusion.accounts},
            {"first", intrusion.first.ticks},
            {"last", intrusion.last.ticks},
            {"gaps", intrusion.gaps},
            {"alternatives", Json::array()},
            {"suspicion", intrusion.suspicion}};
  for (const HopAlternative& other : intrusion.alternatives) {
    json["alternatives"].push_back({{"hops", other.hops}, {"what_separates", other.what_separates}});
  }
  return text_of(json);
}

IntrusionRow unpacked_intrusion(std::string_view text) {
  const Json json = parsed(text);
  IntrusionRow out;
  out.id = text_at(json, "id");
  out.patient_zero = place_of(list_at(json, "patient_zero"));
  out.origin_tenant = text_at(json, "origin_tenant");
  out.hops = texts_in(list_at(json, "hops"));
  out.tenants = texts_in(list_at(json, "tenants"));
  out.accounts = texts_in(list_at(json, "accounts"));
  out.first.ticks = ticks_at(json, "first");
  out.last.ticks = ticks_at(json, "last");
  out.gaps = texts_in(list_at(json, "gaps"));
  for (const Json& other : list_at(json, "alternatives")) {
    out.alternatives.push_back({texts_in(list_at(other, "hops")), text_at(other, "what_separates")});
  }
  out.suspicion = number_at(json, "suspicion");
  return out;
}

}  // namespace hoptrace::cases
