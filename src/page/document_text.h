// Documents as text: JSON without a line feed, as the page's parser takes it.
#pragma once

#include <string>

#include "report/document.h"

namespace hoptrace::page {

using report::Json;

[[nodiscard]] inline std::string text_of(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

[[nodiscard]] inline base::Result<std::string> as_text(const base::Result<Json>& json) {
  if (!json) return std::unexpected(json.error());
  return text_of(*json);
}

// References: what a sentence rests on.
[[nodiscard]] inline Json finding_ref(const std::string& id) {
  return {{"finding", id}};
}
[[nodiscard]] inline Json hop_ref(const std::string& id) {
  return {{"hop", id}};
}
[[nodiscard]] inline Json view_ref(std::string_view view) {
  return {{"view", view}};
}
[[nodiscard]] inline Json record_ref(std::uint32_t artifact, std::uint64_t offset) {
  return {{"record", Json::array({artifact, offset})}};
}

}  // namespace hoptrace::page
