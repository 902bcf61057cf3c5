// The document `summary`: the answer first, each sentence with what it rests on.
#pragma once

#include "page/view.h"

namespace hoptrace::page {

[[nodiscard]] base::Result<std::string> make_summary(View& view);

}  // namespace hoptrace::page
