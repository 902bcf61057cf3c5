// Bundle: the page itself as web/ builds it: one classic script and one style sheet.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"

namespace hoptrace::page {

struct Bundle {
  std::string script, style;
};

// page.js and page.css of this folder; an Error says how they are made where they are not there.
[[nodiscard]] base::Result<Bundle> read_bundle(const std::filesystem::path& folder);

}  // namespace hoptrace::page
