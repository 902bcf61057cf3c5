// What a hunt judged at its end, one JSON document a line, as it was kept: with a tenant chosen only that tenant's
// own documents (none for all tenants together). Where nothing was judged of this kind, nothing is written.
#pragma once

#include "report/exports.h"

namespace hoptrace::report {

[[nodiscard]] base::Result<void> write_assessments(std::string_view kind, cases::Reading& reading,
                                                   const ExportOptions& options, const Sink& sink);

[[nodiscard]] inline base::Result<void> write_impact(cases::Reading& reading, const ExportOptions& options,
                                                     const Sink& sink) {
  return write_assessments("impact", reading, options, sink);
}

}  // namespace hoptrace::report
