// Punycode: an internationalised domain as DNS logs write it, and back (RFC 3492, with RFC 5890's "xn--").
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hoptrace::indicators {

// `domain` (folded UTF-8) with its non-ASCII labels encoded; nothing if it is all ASCII or cannot be encoded.
[[nodiscard]] std::optional<std::string> ascii_domain(std::string_view domain);

// `label` without "xn--", as UTF-8; nothing where it is not punycode or longer than 63 letters.
[[nodiscard]] std::optional<std::string> decode_punycode(std::string_view label);

}  // namespace hoptrace::indicators
