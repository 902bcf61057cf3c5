// Target: the path and the query of a request, decoded once and checked, so that nothing behind it sees an encoding,
// an empty or dotted segment, or a control character. (RFC 3986, section 3.3 and 3.4; RFC 9112, origin-form.)
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "serve/http.h"

namespace hoptrace::serve {

struct Target {
  std::vector<std::string> segments;  // none for "/"
  Pairs query;

  // The value of the first parameter of this name.
  [[nodiscard]] std::optional<std::string_view> parameter(std::string_view name) const;
};

inline constexpr std::size_t kMaxTarget = 4096, kMaxSegments = 16, kMaxParameters = 16;

// Nothing where it is none that this program could have made.
[[nodiscard]] std::optional<Target> parse_target(std::string_view target);
// "a=1&b=2", as in a query or a form; nothing where an encoding is broken or there are too many.
[[nodiscard]] std::optional<Pairs> parse_form(std::string_view text);

}  // namespace hoptrace::serve
