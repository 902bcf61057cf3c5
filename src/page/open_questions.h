// What the summary says beside the answer: who it was and how good the evidence for that is, what was lost, what is
// not known, and what to do now.
#pragma once

#include "page/answer.h"

namespace hoptrace::page {

[[nodiscard]] base::Result<Json> who_it_was(View& view);
[[nodiscard]] base::Result<Json> what_was_lost(View& view);
[[nodiscard]] base::Result<Json> not_known(const Told& told);
[[nodiscard]] base::Result<Json> to_do_now(const Told& told);

}  // namespace hoptrace::page
