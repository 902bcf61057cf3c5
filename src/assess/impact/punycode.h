// Punycode, back to what it stands for (RFC 3492).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hoptrace::assess::impact {

// `label` without "xn--", as UTF-8; nothing where it is not punycode or longer than 63 letters.
[[nodiscard]] std::optional<std::string> decode_punycode(std::string_view label);

}  // namespace hoptrace::assess::impact
