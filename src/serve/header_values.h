// What stands in the values of HTTP headers (RFC 9110, RFC 6265), as far as this program asks for it. All of it takes
// any text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hoptrace::serve {

// Capital ASCII letters as small ones: names of headers, schemes and codings know no case.
[[nodiscard]] std::string lower(std::string_view text);

// "example:8440", "[::1]:8440": the host in lower case without brackets; port 0 where none is named.
struct Authority {
  std::string host;
  unsigned port = 0;
  bool operator==(const Authority&) const = default;
};
[[nodiscard]] std::optional<Authority> parse_authority(std::string_view text);

// Of "http://example:8440", as browsers send it; nothing for "null" and for anything with a path.
struct Origin {
  bool tls = false;
  Authority authority;
};
[[nodiscard]] std::optional<Origin> parse_origin(std::string_view text);

// The value of the cookie of this name in a Cookie header; nothing where it stands there twice.
[[nodiscard]] std::optional<std::string_view> cookie(std::string_view header, std::string_view name);
// The token of "Bearer TOKEN".
[[nodiscard]] std::optional<std::string_view> bearer(std::string_view authorization);
// "application/json" of "Application/JSON; charset=utf-8".
[[nodiscard]] std::string media_type_of(std::string_view content_type);
// Whether gzip may be sent ("gzip" or "*" with a weight that is not 0).
[[nodiscard]] bool takes_gzip(std::string_view accept_encoding);
// Whether an If-None-Match names this entity tag (quoted), weakly compared.
[[nodiscard]] bool names_tag(std::string_view if_none_match, std::string_view tag);

}  // namespace hoptrace::serve
