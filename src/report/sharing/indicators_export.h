// What can be looked for elsewhere, as CSV: published indicators that were sighted, and what findings of high level
// show of the intruder's own (files, addresses, domains, hashes). One row a value and tenant; `basis` tells the two
// apart.
#pragma once

#include "report/exports.h"

namespace hoptrace::report {

[[nodiscard]] base::Result<void> write_indicators(cases::Reading& reading, const ExportOptions& options,
                                                  const Sink& sink);

}  // namespace hoptrace::report
