// The case as one MISP event (core format): sighted indicators as attributes, the gravest findings and the hops of
// intrusions as objects of MISP's own templates, TLP as a tag, techniques and a named group as galaxy tags. Not
// published, for the receiving organisation only.
#pragma once

#include "report/exports.h"

namespace hoptrace::report {

[[nodiscard]] base::Result<void> write_misp(cases::Reading& reading, const ExportOptions& options, const Sink& sink);

}  // namespace hoptrace::report
