// Regular expressions of |re: PCRE2, unanchored. Every one is compiled once while rules are loaded, so that a bad one
// is refused with its place; match compiles with the same options.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "rules/rule.h"

namespace hoptrace::rules {

// The options for pcre2_compile(): UTF, no \C, and the expression's own flags.
[[nodiscard]] std::uint32_t pcre2_options(const Regex& regex);

// PCRE2's complaint with its offset, or nothing if `regex` compiles.
[[nodiscard]] std::optional<std::string> regex_fault(const Regex& regex);

}  // namespace hoptrace::rules
