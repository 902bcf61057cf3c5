// Regular expressions that only count characters, searched without going back: `\+.*\+.*\+` finds three plus signs in
// a line, and on a text with two of them PCRE2 tries every way to share the rest out among its `.*`. Where all that
// stands between single characters is `.*`, the first place of each that follows is as good as any, so nothing else
// need be tried: the same texts are found, each in one pass.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hoptrace::match {

// An expression that is found in the same texts under the same options; nothing where `pattern` is not of that kind.
[[nodiscard]] std::optional<std::string> without_going_back(std::string_view pattern);

}  // namespace hoptrace::match
