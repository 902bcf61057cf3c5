// JSON as lines: keys in the order in which they were set, never invalid UTF-8, and nothing that acts on a terminal.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace hoptrace::report {

using Json = nlohmann::ordered_json;

[[nodiscard]] inline Json or_null(const std::optional<std::string>& text) {
  return text ? Json(*text) : Json();
}

// Control characters are escaped by JSON itself; a byte that is no UTF-8 becomes U+FFFD.
[[nodiscard]] inline std::string json_line(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace hoptrace::report
