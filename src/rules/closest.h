// The known word that a mistyped one most likely meant.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace hoptrace::rules {

// "; did you mean `x`?" for the word of `known` at most two typing mistakes away from `word`, or an empty text.
[[nodiscard]] std::string did_you_mean(std::string_view word, std::span<const std::string_view> known);

}  // namespace hoptrace::rules
