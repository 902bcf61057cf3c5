// The text of a rule's value with its wildcards and escapes. Source: Sigma rules specification 2.1, "Escaping".
//
//   \ before an ordinary character   itself            C:\Windows
//   \\                               one backslash     \\host is \host: four are needed for \\host
//   \* \?                            the character     5 \* 3
//   \\*                              a backslash, then any text
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/rule.h"

namespace hoptrace::rules {

using Parts = std::vector<Glob::Part>;

[[nodiscard]] Parts read_wildcards(std::string_view written);

// Adds behind `parts`, joining literals.
void append_literal(Parts& parts, std::string_view text);
void append(Parts& parts, const Parts& more);

[[nodiscard]] bool has_wildcard(const Parts& parts);
// The literals without the wildcards: the whole text where has_wildcard() is false.
[[nodiscard]] std::string plain_text(const Parts& parts);

// The pattern: `*` put where `placement` wants one, runs of `*` as one.
[[nodiscard]] Glob make_glob(const Parts& parts, Placement placement, bool cased);

}  // namespace hoptrace::rules
