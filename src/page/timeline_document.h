// The document `timeline`: who was on the hosts of an intrusion, which logs there are of which days, and where record
// ids are missing. Findings and hops the page takes from their own documents.
#pragma once

#include "page/document_text.h"
#include "page/view.h"

namespace hoptrace::page {

[[nodiscard]] base::Result<std::string> make_timeline(View& view);

// Record ids that no artifact of a log shows, at most Bounds::gaps.
[[nodiscard]] base::Result<Json> gap_rows(View& view);

}  // namespace hoptrace::page
