// Where this user's hunts keep what they make of rules (hunt/kept_set.h).
#pragma once

#include <string>

namespace hoptrace::cli {

// HOPTRACE_CACHE where it is set (empty: nothing is kept), else hoptrace/ in XDG_CACHE_HOME or ~/.cache; empty where
// none of them is known.
[[nodiscard]] std::string kept_folder();

}  // namespace hoptrace::cli
