// The OpenAPI document (OpenAPI 3.1), made from the table of endpoints, so that it cannot tell of another program.
#pragma once

#include <string>
#include <string_view>

namespace hoptrace::serve {

[[nodiscard]] std::string openapi_document(std::string_view version);

}  // namespace hoptrace::serve
