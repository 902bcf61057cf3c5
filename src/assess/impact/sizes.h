// Sizes in words: "1.9 GB", in powers of ten.
#pragma once

#include <string>

namespace hoptrace::assess::impact {

[[nodiscard]] std::string size_text(double bytes);

}  // namespace hoptrace::assess::impact
