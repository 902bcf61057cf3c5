// windash: the characters that Windows programs take as the sign of an option, each in the place of every other.
//
// Source: Sigma modifiers appendix 2.1: `-`, `/`, en dash, em dash and horizontal bar, all permutations. A sign
// counts where an option may start: nothing or no word character before it, a word character behind it. (So pySigma
// reads it, from `-` and `/`; the appendix names all five as what is converted, so all five count here.)
#pragma once

#include <optional>
#include <vector>

#include "rules/glob_text.h"

namespace hoptrace::rules {

// All permutations, or nothing if there are more than `limit`.
[[nodiscard]] std::optional<std::vector<Parts>> permute_dashes(const Parts& parts, std::size_t limit);

}  // namespace hoptrace::rules
