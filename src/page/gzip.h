// Gzip (RFC 1952) of a whole text at once, the same bytes for the same text.
#pragma once

#include <string>
#include <string_view>

namespace hoptrace::page {

[[nodiscard]] std::string gzip(std::string_view text);

}  // namespace hoptrace::page
