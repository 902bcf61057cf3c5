// An address range as |cidr takes it: IPv4 or IPv6, with or without a prefix length (without: that one address).
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "rules/rule.h"

namespace hoptrace::rules {

// The range, or why `text` is none. Bits beyond the prefix are a mistake of the rule, not something to round off.
[[nodiscard]] std::expected<Cidr, std::string> parse_cidr(std::string_view text);

}  // namespace hoptrace::rules
