// What a hunt judged at its end, one JSON document a line, as it was kept: with a tenant chosen only that tenant's
// own documents (none for all tenants together). Where nothing was judged of this kind, nothing is written. Of who it
// was there is one answer: from all evidence, or with a tenant chosen from that tenant's alone.
#pragma once

#include "report/exports.h"

namespace hoptrace::report {

[[nodiscard]] base::Result<void> write_assessments(std::string_view kind, cases::Reading& reading,
                                                   const ExportOptions& options, const Sink& sink);

[[nodiscard]] inline base::Result<void> write_impact(cases::Reading& reading, const ExportOptions& options,
                                                     const Sink& sink) {
  return write_assessments("impact", reading, options, sink);
}

[[nodiscard]] base::Result<void> write_judgement(cases::Reading& reading, const ExportOptions& options,
                                                 const Sink& sink);

}  // namespace hoptrace::report
