// Literal search in time linear in both texts, whatever they are: both may be the attacker's.
#pragma once

#include <string.h>  // memmem

#include <string_view>

namespace hoptrace::match {

// Where `needle` starts in `text`, or npos.
[[nodiscard]] inline std::size_t find_literal(std::string_view text, std::string_view needle) {
  if (needle.empty()) return 0;
  if (needle.size() > text.size()) return std::string_view::npos;
  const void* const at = ::memmem(text.data(), text.size(), needle.data(), needle.size());
  return at == nullptr ? std::string_view::npos
                       : static_cast<std::size_t>(static_cast<const char*>(at) - text.data());
}

}  // namespace hoptrace::match
