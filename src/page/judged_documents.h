// The documents that a hunt judged, as the exports write them: who it was, what was lost, posture with the letters to
// providers, remediation.
#pragma once

#include "page/view.h"

namespace hoptrace::page {

[[nodiscard]] base::Result<std::string> make_who(View& view);
[[nodiscard]] base::Result<std::string> make_loss(View& view);
[[nodiscard]] base::Result<std::string> make_posture(View& view);
[[nodiscard]] base::Result<std::string> make_remediation(View& view);

}  // namespace hoptrace::page
