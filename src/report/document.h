// Documents of a case, parsed, and what stands in them; a member that is missing or of another kind is an empty one.
#pragma once

#include "report/exports.h"
#include "report/json_line.h"

namespace hoptrace::report {

// Of the organisation chosen, or of all. Without one in the case an object without phases.
[[nodiscard]] base::Result<Json> remediation_document(cases::Reading& reading, const ExportOptions& options);

// The text under `key`; empty where it is none.
[[nodiscard]] inline std::string text_at(const Json& json, std::string_view key) {
  const auto found = json.is_object() ? json.find(key) : json.end();
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}
// The list under `key`; empty where it is none.
[[nodiscard]] inline const Json& list_at(const Json& json, std::string_view key) {
  static const Json kNone = Json::array();
  const auto found = json.is_object() ? json.find(key) : json.end();
  return found != json.end() && found->is_array() ? *found : kNone;
}
[[nodiscard]] inline std::uint64_t number_at(const Json& json, std::string_view key) {
  const auto found = json.is_object() ? json.find(key) : json.end();
  return found != json.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

}  // namespace hoptrace::report
