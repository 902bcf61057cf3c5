// Where the program's content/ (rules, tables, indicators) is: beside the sources for a build folder, in
// share/hoptrace for an installed one, or where HOPTRACE_CONTENT says. And where the page's bundle is: in the same
// way build/web, or where HOPTRACE_WEB says.
#pragma once

#include <string>

#include "base/result.h"

namespace hoptrace::cli {

[[nodiscard]] base::Result<std::string> content_folder();
// The place where it should be, if it is nowhere.
[[nodiscard]] std::string web_folder();

}  // namespace hoptrace::cli
