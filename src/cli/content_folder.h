// Where the program's content/ (rules, tables, indicators) is: beside the sources for a build folder, in
// share/hoptrace for an installed one, or where HOPTRACE_CONTENT says.
#pragma once

#include <string>

#include "base/result.h"

namespace hoptrace::cli {

[[nodiscard]] base::Result<std::string> content_folder();

}  // namespace hoptrace::cli
