// The document `case`: what is in the case, whose it is, and what of it the other documents leave out.
#pragma once

#include "page/view.h"

namespace hoptrace::page {

[[nodiscard]] base::Result<std::string> make_case(View& view);

}  // namespace hoptrace::page
