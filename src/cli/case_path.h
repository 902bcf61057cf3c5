// The case that a command reads: where there is none, the message says how one is made.
#pragma once

#include <string>

#include "base/result.h"

namespace hoptrace::cli {

[[nodiscard]] base::Result<void> expect_case(const std::string& path);

}  // namespace hoptrace::cli
