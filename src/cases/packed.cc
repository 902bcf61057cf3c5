#include "cases/packed.h"

#include <nlohmann/json.hpp>

namespace hoptrace::cases {
namespace {

using Json = nlohmann::json;

std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// Case files come from strangers too: only a list is taken, and its depth is bounded before anything is built.
Json list(std::string_view json) {
  int depth = 0;
  const auto shallow = [&depth](int, Json::parse_event_t event, Json&) {
    if (event == Json::parse_event_t::array_start || event == Json::parse_event_t::object_start) ++depth;
    if (event == Json::parse_event_t::array_end || event == Json::parse_event_t::object_end) --depth;
    return depth <= 2;
  };
  Json parsed = Json::parse(json, shallow, false);
  return parsed.is_array() ? parsed : Json::array();
}

std::string text_of(const Json& json) {
  return json.is_string() ? json.get<std::string>() : std::string();
}

}  // namespace

std::string pack(const std::vector<std::string>& texts) {
  if (texts.empty()) return "[]";
  return dump(Json(texts));
}

std::string pack(const Pairs& pairs) {
  Json json = Json::array();
  for (const auto& [name, value] : pairs) json.push_back(Json::array({name, value}));
  return dump(json);
}

std::vector<std::string> unpack_texts(std::string_view json) {
  std::vector<std::string> texts;
  if (json == "[]") return texts;
  for (const Json& item : list(json)) texts.push_back(text_of(item));
  return texts;
}

Pairs unpack_pairs(std::string_view json) {
  Pairs pairs;
  for (const Json& item : list(json)) {
    if (item.is_array() && item.size() == 2) pairs.emplace_back(text_of(item[0]), text_of(item[1]));
  }
  return pairs;
}

}  // namespace hoptrace::cases
