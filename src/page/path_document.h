// The documents `path` (all hops as columns, and the intrusions) and `hop_details` (hops whole).
#pragma once

#include "page/view.h"

namespace hoptrace::page {

[[nodiscard]] base::Result<std::string> make_path(View& view);
[[nodiscard]] base::Result<std::string> make_hop_details(View& view);
// The hop whole, as text of JSON; nothing where the reader may see none of this id.
[[nodiscard]] base::Result<std::optional<std::string>> find_hop(View& view, const std::string& id);

}  // namespace hoptrace::page
