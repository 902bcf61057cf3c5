// STIX patterns, as far as single indicators go: comparisons by '=' or IN, joined by OR (STIX 2.1 section 9).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "indicators/indicator.h"

namespace hoptrace::indicators {

struct PatternItem {
  Type type;
  std::string value;
};

// The indicators that `pattern` names, each of which alone fulfils it. An Error says what in it goes beyond that:
// AND, FOLLOWEDBY, NOT, LIKE, MATCHES, qualifiers, an object that logs do not show.
[[nodiscard]] base::Result<std::vector<PatternItem>> parse_pattern(std::string_view pattern);

}  // namespace hoptrace::indicators
